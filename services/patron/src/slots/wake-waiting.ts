import { ReservationIdSchema } from '@toshobin/contracts';
import { writeEvent } from '@toshobin/events';
import { dayOf, type Instant, startOfDay, toWake } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { policyInForce } from '../policy/policy-in-force.ts';

/**
 * R15. For every free loan slot that nobody was told of yet, wakes the reservation of that patron that has waited
 * longest for one (`patron.loanSlot.free`). Call it, with the patron's row locked, whenever a slot came free or a woken
 * reservation went away.
 */
export async function wakeWaiting(
  deps: Pick<PatronDeps, 'newId'>,
  tx: Transaction,
  { patronId, at }: { patronId: string; at: Instant },
): Promise<void> {
  for (const reservationId of await mayHaveSlot(tx, patronId)) {
    await tx.loanSlotWait.update({ where: { reservationId }, data: { wokenAt: at } });
    await writeEvent(tx, {
      id: deps.newId(),
      type: 'patron.loanSlot.free',
      subject: reservationId,
      at: new Date(startOfDay(dayOf(at))),
      data: { reservationId: ReservationIdSchema.parse(reservationId), on: dayOf(at) },
    });
  }
}

/** R15. The reservations for which a loan slot is free that nobody was told of, by how long they have waited. */
export async function mayHaveSlot(tx: Transaction, patronId: string): Promise<string[]> {
  const waits = await tx.loanSlotWait.findMany({
    where: { patronId, application: { endedAt: null } },
    orderBy: { refusedAt: 'asc' },
  });
  if (waits.length === 0) return [];
  const [{ loanLimit }, taken] = await Promise.all([
    policyInForce(tx),
    tx.loanSlot.count({ where: { patronId } }),
  ]);
  return toWake(waits, { taken, limit: loanLimit }).map(({ reservationId }) => reservationId);
}
