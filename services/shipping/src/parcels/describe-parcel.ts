import type { Parcel } from '@toshobin/contracts';
import {
  dayOf,
  fromDateColumn,
  instantFromDate,
  type PostalMode,
  packedCopyIs,
  postageOf,
} from '@toshobin/lending-rules';
import type { ParcelLine } from '../generated/prisma/client.ts';
import { type DispatchPlan, planOutward, planReturn } from '../planning/plan-dispatch.ts';
import { libraryNamed, type Planning } from '../planning/read-planning.ts';
import { ratesInForce } from '../postage/rates-in-force.ts';
import type { ParcelWithLines } from './lock-parcel.ts';

/** How the parcel travels if it is closed now, or, once it has left, how it did. */
export function planOf(parcel: ParcelWithLines, planning: Planning): DispatchPlan {
  const library = libraryNamed(planning, parcel.libraryCode);
  return parcel.direction === 'outward'
    ? planOutward(parcel.lines, library, planning, parcel.modeReason)
    : planReturn(parcel.lines, library, planning, parcel.modeReason);
}

/** A parcel as staff see it: no person, no title. */
export function describeParcel(parcel: ParcelWithLines, planning: Planning): Parcel {
  const plan = parcel.dispatchDay ? undefined : planOf(parcel, planning);
  const isBeyond = parcel.state === 'open' && parcel.lines.length > 1 && plan?.mode === 'yuPack';
  return {
    parcelNumber: parcel.number,
    direction: parcel.direction,
    library: parcel.libraryCode,
    state: parcel.state,
    mode: parcel.mode ?? plan?.mode ?? 'yuMail',
    modeReason: plan?.reason ?? parcel.modeReason ?? '',
    trackingNumber: parcel.trackingNumber,
    plannedDispatchDay: parcel.dispatchDay
      ? fromDateColumn(parcel.dispatchDay)
      : (plan ?? planOf(parcel, planning)).dispatchDay,
    openedAt: instantFromDate(parcel.openedAt),
    dispatchedAt: parcel.dispatchedAt && instantFromDate(parcel.dispatchedAt),
    expectedDate: parcel.expectedDate && fromDateColumn(parcel.expectedDate),
    arrivalAssumed: parcel.arrivalAssumed,
    lines: parcel.lines.map((line) => describeLine(line, parcel)),
    forgottenCopies: parcel.forgottenCopies,
    // R11. A parcel beyond the guide goes by Yu-Pack, or the copy put in last goes into another parcel.
    offer: isBeyond ? 'yuPackOrNextParcel' : 'none',
    postageYen: plan ? postageToday(parcel, plan.mode, planning) : parcel.postageYen,
    ...askedAbout(parcel),
  };
}

function describeLine(line: ParcelLine, { state }: ParcelWithLines): Parcel['lines'][number] {
  return {
    copyId: String(line.copyId),
    barcode: line.barcode,
    holdNumber: line.holdNumber,
    weightGrams: line.weightGrams,
    thicknessMm: line.thicknessMm,
    protectiveCover: line.protectiveCover,
    supplementCount: line.supplementCount,
    arrived: packedCopyIs(line.state, 'came'),
    missing: line.state === 'missing' || (line.state === 'lost' && state !== 'lost'),
  };
}

function postageToday({ lines }: ParcelWithLines, mode: PostalMode, { at }: Planning): number | null {
  const rates = ratesInForce(dayOf(at));
  return (rates && postageOf(lines, mode, rates)) ?? null;
}

/** Who was asked about a parcel last; nobody has to look for a parcel that is there. */
function askedAbout({ state, questions }: ParcelWithLines): Pick<Parcel, 'asked'> {
  const asked = questions[0]?.asked;
  return state === 'dispatched' && asked !== undefined ? { asked } : {};
}
