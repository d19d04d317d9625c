import { holdNumberOf, type Library, type Parcel, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import {
  type CalendarDate,
  type Instant,
  instantFromDate,
  type LendingPolicy,
  loanDeadline,
} from '@toshobin/lending-rules';
import { pageFault } from '@toshobin/web';
import { cardDigits } from '../cards/card-digits.ts';
import type { StaffWebDeps } from '../deps.ts';

/** A copy in a parcel as its slips show it: numbers and dates only. */
export interface SlipLine {
  barcode: string;
  holdNumber: string | null;
  protectiveCover: boolean;
  supplementCount: number;
  /** 取り置き期限・返却期限; until the parcel has left the earliest that it can be. Null on the way home. */
  due: CalendarDate | null;
  /** The parcel has not left: the date may still be a later one. */
  mayBeLater: boolean;
  /** The last digits of the card; null where there is no reservation any more. */
  cardLast4: string | null;
}

/** What the slips of a parcel show; `withCards`: also whose copy it is, in four digits. */
export async function slipLines(
  deps: Pick<StaffWebDeps, 'catalog' | 'patron' | 'libraries' | 'now'>,
  parcel: Parcel,
  { withCards }: { withCards: boolean },
): Promise<SlipLine[]> {
  if (parcel.direction === 'return') {
    return parcel.lines.map((line) => ({ ...line, due: null, mayBeLater: false, cardLast4: null }));
  }
  const [policy, libraries] = await Promise.all([deps.catalog.readPolicy(), deps.libraries.all()]);
  const library = libraries.find(({ code }) => code === parcel.library);
  if (!policy.ok || !library) pageFault(404);
  const onPaper = dueOnPaper(parcel, library, policy.value.policy, instantFromDate(deps.now()));
  const copies = await Promise.all(
    parcel.lines.map(({ barcode }) => deps.catalog.readCopy({ params: { barcode } })),
  );
  // A copy is with its next reader while this parcel can still be looked at: what is another hold's stays out, unless it
  // stands there for that one, as after a swap.
  const own = parcel.lines.map(({ holdNumber: packed }, at) => {
    const copy = copies[at]?.ok ? copies[at].value : undefined;
    if (!copy || copy.allocation === null) return undefined;
    const holdNumber = holdNumberOf(copy.allocation);
    const standsThere =
      copy.stillHeld && copy.place === 'atPickupLibrary' && copy.pickupLibrary === parcel.library;
    return holdNumber === packed || standsThere ? { ...copy, holdNumber } : undefined;
  });
  const digitsOf = await cardDigits(deps, withCards ? own.flatMap((copy) => copy ?? []) : []);
  return parcel.lines.map((line, at) => {
    const copy = own[at];
    const due = copy && (copy.due?.date ?? onPaper);
    const mayBeLater = parcel.dispatchedAt === null;
    return {
      ...line,
      holdNumber: copy?.holdNumber ?? line.holdNumber,
      due: due ?? null,
      mayBeLater,
      cardLast4: digitsOf(copy?.reservationId ?? null) ?? null,
    };
  });
}

/**
 * R7. The due date of everything in a parcel, as it may stand on paper: nobody must be promised more days than the loan
 * gets, so of a parcel that has not left it is the date that it gets if it is handed to the post now, before its run.
 */
export function dueOnPaper(
  { dispatchedAt }: Parcel,
  { calendar }: Library,
  policy: LendingPolicy,
  now: Instant,
): CalendarDate {
  return loanDeadline(dispatchedAt ?? now, calendar, policy).date;
}

export function goalOf({ direction, library }: Parcel): Library['code'] {
  return direction === 'outward' ? library : PREFECTURAL_LIBRARY;
}
