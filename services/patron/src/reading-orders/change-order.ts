import { allow, type Decision, dayOf, refuse } from '@toshobin/lending-rules';
import { inTransaction, type Transaction } from '../database.ts';
import { mayPickUp } from '../libraries/may-pick-up.ts';
import { lockPatron } from '../lock-patron.ts';
import type { Answers, AskedOf } from '../patron-deps.ts';
import { tellOrder } from './tell-order.ts';
import { type OpenOrder, readOrders } from './volumes-of.ts';

/**
 * Changes a reading order as its patron wants. `stop` forgets the order, and leaves the reservations as they are;
 * `early` and `onHandOut` say when the next volume is asked for, `pickup` where it goes (R5); for a volume that was
 * handed to nobody, `skip` goes on without it, and `again` asks for it once more. Repeated, a wish changes nothing.
 */
export const changeOrder: Answers<'changeReadingOrder'> = (deps, { patronId, orderId, ...wish }) =>
  inTransaction(deps, async (tx) => {
    await lockPatron(tx, patronId);
    const [order] = await readOrders(tx, { id: orderId });
    if (order === undefined || order.patronId !== patronId) {
      // An order that was stopped before is answered the same.
      return wish.do === 'stop' ? allow({ changed: true }) : refuse('NOT_FOUND');
    }
    const done = await carryOut(tx, order, wish);
    if (!done.ok) return done;
    await tellOrder(deps, tx, { orderId, at: wish.at });
    return allow({ changed: true });
  });

async function carryOut(
  tx: Transaction,
  order: OpenOrder,
  { do: wish, recordId, pickupLibrary = '', at }: Omit<AskedOf<'changeReadingOrder'>, 'orderId' | 'patronId'>,
): Promise<Decision<void>> {
  const where = { id: order.id };
  switch (wish) {
    case 'stop':
      await tx.readingOrder.delete({ where });
      return allow(undefined);
    case 'early':
    case 'onHandOut':
      await tx.readingOrder.update({ where, data: { early: wish === 'early' } });
      return allow(undefined);
    case 'pickup': {
      const may = await mayPickUp(tx, pickupLibrary, dayOf(at));
      if (may.ok) await tx.readingOrder.update({ where, data: { pickupLibrary } });
      return may;
    }
    case 'skip':
    case 'again': {
      const missed = order.volumes.find(
        (volume) => volume.stands === 'missed' && String(volume.recordId) === recordId,
      );
      if (missed === undefined) return refuse('STATE_CHANGED');
      const volume = { orderId_place: { orderId: missed.orderId, place: missed.place } };
      if (wish === 'skip') await tx.readingOrderVolume.delete({ where: volume });
      else {
        const data = { reservationId: null, missed: false, refusal: null };
        await tx.readingOrderVolume.update({ where: volume, data });
      }
      await tx.readingOrder.update({ where, data: { decideBy: null } });
      return allow(undefined);
    }
  }
}
