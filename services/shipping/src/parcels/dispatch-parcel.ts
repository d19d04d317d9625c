import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { writeEvent } from '@toshobin/events';
import { allow, dateColumn, dayOf, decideYuMail, postageOf, refuse } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import type { Transaction } from '../database.ts';
import { expectedAt } from '../planning/plan-dispatch.ts';
import { libraryNamed } from '../planning/read-planning.ts';
import { ratesInForce } from '../postage/rates-in-force.ts';
import { notBefore } from '../scans/not-before.ts';
import type { Answers } from '../shipping-deps.ts';
import { asDispatched } from './as-dispatched.ts';
import { changeParcel } from './change-parcel.ts';
import { planOf } from './describe-parcel.ts';
import type { ParcelWithLines } from './lock-parcel.ts';
import { mayHandle, refuseNotOpen } from './may-handle.ts';
import { record } from './record.ts';
import type { Cause } from './tell-changed.ts';
import { writeCopyFact } from './write-copy-fact.ts';

/**
 * The parcel is handed to the post: its loans begin with this day (R7), or its copies are on their way home (R10). The
 * scan counts whatever day it is (R11 plans, the post's receipt is a fact), but not before its copies were packed. It
 * is told with the days on which somebody is asked about the parcel, and keeps what it cost. Refuses NOT_FOUND,
 * PARCEL_ALREADY_DISPATCHED, STATE_CHANGED for an empty or discarded parcel, YU_MAIL_TOO_LARGE without a reason,
 * TRACKING_NUMBER_REQUIRED for Yu-Pack, TRACKING_NUMBER_TAKEN (parcelNumber) for the number of another parcel's label.
 */
export const dispatchParcel: Answers<'dispatch'> = async (deps, scan) => {
  const { mode, trackingNumber, reason: said } = scan;
  const content = ['dispatch', scan.parcelNumber, mode, trackingNumber, said]
    .filter((word) => word !== undefined)
    .join(' ');
  return changeParcel(deps, scan, content, async ({ tx, parcel, planning, cause }) => {
    if (!mayHandle(scan.by.library, parcel)) return refuse('NOT_FOUND');
    if (parcel.state !== 'open') return refuseNotOpen(parcel);
    if (parcel.lines.length === 0) return refuse('STATE_CHANGED');
    const reason = mode === 'yuMail' ? (said ?? parcel.modeReason) : null;
    const withinGuide = decideYuMail(parcel.lines, planning.policy);
    if (mode === 'yuMail' && !withinGuide.ok && reason === null) return withinGuide;
    if (mode === 'yuPack' && trackingNumber === undefined) return refuse('TRACKING_NUMBER_REQUIRED');
    const has = trackingNumber && (await tx.parcel.findUnique({ where: { trackingNumber } }));
    if (has) return refuse('TRACKING_NUMBER_TAKEN', { parcelNumber: has.number });
    const library = libraryNamed(planning, parcel.libraryCode);
    const destination =
      parcel.direction === 'outward' ? library : libraryNamed(planning, PREFECTURAL_LIBRARY);
    const moment = notBefore(cause, parcel.openedAt, ...parcel.lines.map((line) => line.packedAt));
    const dispatchDay = dayOf(moment.occurredAt);
    const expectedDate = expectedAt(destination, dispatchDay, mode, planning);
    const rates = ratesInForce(dispatchDay);
    const left = await tx.parcel.update({
      where: { number: parcel.number },
      data: {
        mode,
        modeReason: reason ?? planOf({ ...parcel, modeReason: null }, planning).reason,
        trackingNumber: trackingNumber ?? null,
        dispatchedAt: new Date(moment.occurredAt),
        dispatchScan: scan.factId,
        dispatchDay: dateColumn(dispatchDay),
        expectedDate: dateColumn(expectedDate),
        postageYen: (rates && postageOf(parcel.lines, mode, rates)) ?? null,
      },
    });
    const gone = { ...parcel, ...left };
    await moveCopies(tx, gone, moment);
    await writeEvent(tx, {
      id: derivedId(scan.factId, 'dispatched'),
      type: 'shipping.parcel.dispatched',
      subject: parcel.number,
      at: moment.occurredAt,
      data: asDispatched(left, planning),
    });
    // A parcel that was posted before this scan may be there already: a copy of it was handed out.
    return allow(await record(tx, gone, [], moment));
  });
};

async function moveCopies(tx: Transaction, parcel: ParcelWithLines, cause: Cause): Promise<void> {
  for (const line of parcel.lines) {
    await writeCopyFact(tx, line, parcel, { ...cause, ...stepOfDispatch(parcel) });
  }
}

/** The step that each copy in a parcel takes with its dispatch. */
export function stepOfDispatch({
  direction,
  libraryCode,
}: Pick<ParcelWithLines, 'direction' | 'libraryCode'>) {
  return direction === 'outward'
    ? ({ kind: 'shipped', place: PREFECTURAL_LIBRARY } as const)
    : ({ kind: 'sentBack', place: libraryCode } as const);
}
