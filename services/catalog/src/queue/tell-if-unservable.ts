import { type EventData, ReservationIdSchema } from '@toshobin/contracts';
import { instantFromDate } from '@toshobin/lending-rules';
import { derivedFactId } from '../copies/derived-fact-id.ts';
import { writeEvent } from '../facts/write-event.ts';
import { changed } from '../ledger/tell-changed.ts';
import type { Tx } from '../open-database.ts';

/** How many copies of a title may be lent some day: those searched for count, most of them turn up (R4). */
export function countLendable(tx: Tx, recordId: bigint): Promise<number> {
  return tx.copy.count({ where: { recordId, condition: { in: ['inService', 'searching'] } } });
}

/**
 * Tells all who wait for a title, those suspended as well, when no copy of it may be lent any more; each once. The
 * record is locked.
 */
export async function tellIfUnservable(
  tx: Tx,
  recordId: bigint,
  why: EventData<'catalog.reservation.unservable'>['why'],
  at: Date,
): Promise<void> {
  if ((await countLendable(tx, recordId)) > 0) return;
  const told = await tx.queueEntry.updateManyAndReturn({
    where: { recordId, state: { in: ['waiting', 'suspended'] }, unservableAt: null },
    data: { unservableAt: at, unservableWhy: why },
    select: { reservationId: true },
  });
  for (const { reservationId } of told) {
    changed(tx, reservationId);
    await writeEvent(tx, {
      id: derivedFactId(reservationId, `unservable ${at.toISOString()}`),
      type: 'catalog.reservation.unservable',
      subject: reservationId,
      at,
      data: { reservationId: ReservationIdSchema.parse(reservationId), why, at: instantFromDate(at) },
    });
  }
}

/** A copy of the title may be lent again: whoever waits still is told anew when that one goes as well. */
export async function servableAgain(tx: Tx, recordId: bigint): Promise<void> {
  const again = await tx.queueEntry.updateManyAndReturn({
    where: { recordId, unservableAt: { not: null } },
    data: { unservableAt: null, unservableWhy: null },
    select: { reservationId: true },
  });
  for (const { reservationId } of again) changed(tx, reservationId);
}
