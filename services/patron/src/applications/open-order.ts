import { uniqueViolation } from '@toshobin/database';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { inTransaction, type Transaction } from '../database.ts';
import { lockPatron } from '../lock-patron.ts';
import type { Answers, AskedOf, PatronDeps } from '../patron-deps.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { tellOrder } from '../reading-orders/tell-order.ts';
import { type Applied, writeApplication } from './apply.ts';

/**
 * Opens a reading order: the first volume is reserved in the same transaction, so its refusal (R1–R5, R16) is the whole
 * order's. A title is in one open order of its patron. The same id again is answered as the first time.
 */
export const openOrder: Answers<'openReadingOrder'> = async (deps, asked) => {
  try {
    return await inTransaction(deps, (tx) => open(deps, tx, asked));
  } catch (fault) {
    if (uniqueViolation(fault) === 'reading_order_volume_once') return refuse('ALREADY_RESERVED');
    throw fault;
  }
};

async function open(
  deps: PatronDeps,
  tx: Transaction,
  asked: AskedOf<'openReadingOrder'>,
): Promise<Decision<Applied>> {
  const { orderId, patronId, pickupLibrary, early, volumes, firstReservationId: reservationId, at } = asked;
  const [first, ...others] = volumes;
  if (first === undefined || others.length === 0) return refuse('STATE_CHANGED');
  if (!(await lockPatron(tx, patronId))) return refuse('NOT_FOUND');
  // The form was sent before, though the order may be stopped or over by now.
  const isRepeated = (await tx.application.count({ where: { reservationId } })) > 0;
  const isOffered = isRepeated || (await policyInForce(tx)).readingOrders;
  if (!isOffered) return refuse('STATE_CHANGED');
  const request = { patronId, reservationId, pickupLibrary, appliedAt: at, ...first };
  const applied = await writeApplication(tx, request);
  if (!applied.ok || isRepeated) return applied;
  await tx.readingOrder.create({
    data: { id: orderId, patronId, pickupLibrary, early, openedAt: at, lookAt: at },
  });
  await tx.readingOrderVolume.createMany({
    data: volumes.map(({ recordId, ...volume }, n) => ({
      ...volume,
      ...{ orderId, patronId, place: n + 1, recordId: BigInt(recordId) },
      reservationId: n === 0 ? reservationId : null,
    })),
  });
  await tellOrder(deps, tx, { orderId, at });
  return allow(applied.value);
}
