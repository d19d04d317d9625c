import { UuidSchema } from '@toshobin/contracts';
import { writeEvent } from '@toshobin/events';
import { dayOf, type Instant, startOfDay } from '@toshobin/lending-rules';
import type { Application, Transaction } from '../database.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { standsBy } from './volumes-of.ts';

/**
 * Has the process of a reading order look again. The event names the day alone: one of its patron's reservations
 * changed at that moment, and nothing may join the two.
 */
export async function tellOrder(
  deps: Pick<PatronDeps, 'newId'>,
  tx: Transaction,
  { orderId, at }: { orderId: string; at: Instant },
): Promise<void> {
  await writeEvent(tx, {
    id: deps.newId(),
    type: 'patron.readingOrder.changed',
    subject: orderId,
    at: new Date(startOfDay(dayOf(at))),
    data: { orderId: UuidSchema.parse(orderId), on: dayOf(at) },
  });
}

/** Tells the reading order of a reservation's volume, where the volume stands otherwise than before. */
export async function tellOrderOf(
  deps: Pick<PatronDeps, 'newId'>,
  tx: Transaction,
  { before, application, at }: { before: Application; application: Application; at: Instant },
): Promise<void> {
  if (standsBy(before) === standsBy(application)) return;
  const { reservationId } = application;
  const volume = await tx.readingOrderVolume.findUnique({ where: { reservationId } });
  if (volume !== null) await tellOrder(deps, tx, { orderId: volume.orderId, at });
}
