import type { ReadingOrderStanding } from '@toshobin/contracts';
import { type Instant, instantFromDate, stepOf } from '@toshobin/lending-rules';
import { inTransaction, type Transaction } from '../database.ts';
import { lockPatron } from '../lock-patron.ts';
import { queueAddressNotice } from '../notices/queue-notice.ts';
import type { Carries, PatronDeps } from '../patron-deps.ts';
import { type OpenOrder, readOrders, type StandingVolume } from '../reading-orders/volumes-of.ts';
import { writeApplication } from './apply.ts';

const over: ReadingOrderStanding = { waitsFor: 'nothing' };

/**
 * Judges which volume of a reading order is next and, when its time has come, reserves it, in one transaction with the
 * patron's row locked. Repeated it answers the same, since the volume is on its way. The sweep starts the reservation's
 * process.
 */
export const advanceOrder: Carries<'advanceReadingOrder'> = async (deps, { orderId, at }) =>
  inTransaction(deps, async (tx) => {
    const known = await tx.readingOrder.findUnique({ where: { id: orderId } });
    if (known === null) return over;
    await lockPatron(tx, known.patronId);
    for (;;) {
      const [order] = await readOrders(tx, { id: orderId });
      if (order === undefined) return over;
      const standing = await advance(deps, tx, order, at);
      if (standing === undefined) continue;
      if (standing.waitsFor === 'nothing') return standing;
      const { lookAt } = standing;
      await tx.readingOrder.update({ where: { id: orderId }, data: { lookAt } });
      return standing;
    }
  });

/** Does the order's next step; undefined where one was done, and the next is still to be judged. */
async function advance(
  deps: PatronDeps,
  tx: Transaction,
  order: OpenOrder,
  at: Instant,
): Promise<ReadingOrderStanding | undefined> {
  const { volumes, early } = order;
  const decideBy = order.decideBy && instantFromDate(order.decideBy);
  const stands = volumes.map((volume) => volume.stands);
  const step = stepOf(stands, { early, decideBy }, at);
  const volume = step.next === 'over' ? undefined : volumes[step.place];
  if (step.next === 'over' || volume === undefined) return end(deps, tx, order);
  const { place } = volume;
  const { lookAt } = step;
  switch (step.next) {
    case 'ask':
      return (await ask(deps, tx, { order, volume, at })) ? undefined : { waitsFor: 'room', place, lookAt };
    case 'wait':
      await tx.readingOrder.update({ where: { id: order.id }, data: { decideBy: null } });
      return { waitsFor: 'volume', place, lookAt };
    case 'decide':
      await tx.readingOrder.update({ where: { id: order.id }, data: { decideBy: lookAt } });
      return { waitsFor: 'patron', place, lookAt };
    default:
      return step satisfies never;
  }
}

/** Ends the order. A patron who has not decided about the volumes left is told once, by a mail with the order's id. */
async function end(
  deps: PatronDeps,
  tx: Transaction,
  { id, patronId, volumes }: OpenOrder,
): Promise<ReadingOrderStanding> {
  await tx.readingOrder.delete({ where: { id } });
  const left = volumes.filter(({ stands }) => stands === 'missed' || stands === 'toAsk');
  const { email, emailStatus } = await tx.patron.findUniqueOrThrow({ where: { id: patronId } });
  if (left.length > 0 && email !== null && emailStatus === 'verified') {
    const data = { kind: 'readingOrderEnded' as const, volumes: left.map(({ title }) => title) };
    await queueAddressNotice(deps, tx, { id, patronId, address: email, data });
  }
  return over;
}

/** Whether the volume needs asking for no more: it was reserved, or the patron has it. */
async function ask(
  deps: PatronDeps,
  tx: Transaction,
  { order, volume, at }: { order: OpenOrder; volume: StandingVolume; at: Instant },
): Promise<boolean> {
  const { orderId, place, title, protectiveCover } = volume;
  const where = { orderId_place: { orderId, place } };
  const reservationId = deps.newId();
  const { patronId, pickupLibrary } = order;
  const applied = await writeApplication(tx, {
    ...{ patronId, reservationId, pickupLibrary, title, protectiveCover, appliedAt: at },
    recordId: String(volume.recordId),
  });
  if (applied.ok) {
    await tx.readingOrderVolume.update({ where, data: { reservationId, refusal: null } });
    return true;
  }
  // R16. The patron has it already.
  if (applied.refusal.code === 'ALREADY_ON_LOAN') {
    await tx.readingOrderVolume.delete({ where });
    return true;
  }
  await tx.readingOrderVolume.update({ where, data: { refusal: applied.refusal.code } });
  return false;
}
