import { arrivalQuestions, dayOf, laterOf } from '@toshobin/lending-rules';
import { fromColumn } from '../database/day-columns.ts';
import type { Transaction } from '../database/open-database.ts';
import { libraryNamed, type Planning } from '../dispatch-days/read-planning.ts';
import { deriveId } from '../facts/derive-id.ts';
import { instantOf, type Moment } from '../facts/write-copy-fact.ts';
import { writeEvent } from '../facts/write-event.ts';
import { wasPackedAgain } from './arrive.ts';
import type { LockedParcel } from './lock-parcel.ts';
import { voidArrivals } from './void-arrivals.ts';

/**
 * Whether the arrival of a parcel can still be taken back, as far as the parcel tells: an outward one that was received,
 * and neither given up before nor brought back by the post; of its copies none was handled, missed or packed since, and
 * of none was its branch asked whether it is there.
 */
export async function mayGoBack(tx: Transaction, parcel: LockedParcel): Promise<boolean> {
  if (parcel.direction !== 'outward' || parcel.state !== 'arrived' || parcel.arrivalAssumed) return false;
  if (parcel.returnedAt !== null || parcel.lostAt !== null) return false;
  for (const line of parcel.lines) {
    if (line.ended !== 'arrived' || line.handledAt !== null) return false;
    if (await wasPackedAgain(tx, line)) return false;
  }
  const reservations = parcel.lines.flatMap(({ reservationId, allocation }) =>
    reservationId !== null && allocation !== null ? [{ reservationId, allocation }] : [],
  );
  return (await tx.shelfCheck.count({ where: { OR: reservations } })) === 0;
}

/**
 * A parcel has not arrived: every copy of it is on its way again. It is watched from now on as if it were expected today,
 * and not taken for arrived: somebody has looked (R7).
 */
export async function onItsWayAgain(
  tx: Transaction,
  parcel: LockedParcel,
  moment: Moment & { scanId: string },
  planning: Planning,
): Promise<void> {
  const { number, direction, libraryCode, mode, dispatchedAt, dispatchDay, expectedDate } = parcel;
  if (mode === null || dispatchedAt === null || dispatchDay === null || expectedDate === null)
    throw new Error(`Parcel ${number} has arrived and never left`);
  for (const line of parcel.lines) await voidArrivals(tx, parcel, line, moment);
  await tx.parcelLine.updateMany({
    where: { parcelNumber: number, ended: 'arrived' },
    data: { ended: null, endedAt: null },
  });
  const away = { state: 'dispatched', arrivedAt: null, arrivalAssumed: false, seenAt: null } as const;
  await tx.parcel.update({ where: { number }, data: away });
  await tx.parcelQuestion.deleteMany({ where: { parcelNumber: number } });
  const library = libraryNamed(planning, libraryCode);
  const expected = fromColumn(expectedDate);
  const from = laterOf(expected, dayOf(moment.recordedAt));
  await writeEvent(tx, {
    id: deriveId(moment.scanId, 'on its way again'),
    type: 'shipping.parcel.dispatched',
    subject: number,
    at: new Date(moment.occurredAt),
    data: {
      parcelNumber: number,
      direction,
      library: libraryCode,
      mode,
      dispatchedAt: instantOf(dispatchedAt),
      dispatchDay: fromColumn(dispatchDay),
      expectedDate: expected,
      arrival: 'scan',
      ...arrivalQuestions(from, mode, library.calendar, planning.policy),
    },
  });
}
