import { allow, type Decision, type Instant, refuse } from '@toshobin/lending-rules';
import { lockPatron } from '../lock-patron.ts';
import { RANK } from '../my-library/row-order.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { noReservation } from './change-slots.ts';
import { standStillWhileOnTheWay } from './stand-still.ts';
import { takeLoanSlot } from './take-slot.ts';

/**
 * R3. Claims a loan slot for a reservation: before a picked copy enters the packing list (`waitForOne`: refused,
 * it is woken when one comes free, R15), or in the counter's request before the hand-over. From the claim on the
 * reservation counts as a loan and no longer as a reservation. Repeated, it answers the same slot, and
 * that this time it was not `made`. Refuses NOT_FOUND for what is unknown or over, LOAN_LIMIT.
 */
export async function claimLoanSlot(
  deps: PatronDeps,
  request: { reservationId: string; at: Instant; waitForOne: boolean },
): Promise<Decision<{ slot: number; made: boolean }>> {
  const { reservationId, at } = request;
  const found = await deps.db.application.findUnique({ where: { reservationId } });
  if (found === null) return refuse('NOT_FOUND');
  const { patronId } = found;
  return deps.db.$transaction(async (tx): Promise<Decision<{ slot: number; made: boolean }>> => {
    await lockPatron(tx, patronId);
    const application = await tx.application.findUnique({ where: { reservationId } });
    if (application === null || application.closedAt !== null) return refuse('NOT_FOUND');
    // Ended while this was on its way. What has expired may be handed over at the counter all the same (R9).
    const isOver = application.endedAt !== null && application.rank >= RANK.ended;
    if (request.waitForOne && isOver) return refuse('NOT_FOUND');
    const { loanLimit } = await policyInForce(tx);
    const taken = await takeLoanSlot(tx, { patronId, reservationId, at }, loanLimit);
    if (taken === undefined) {
      if (request.waitForOne) {
        await tx.loanSlotWait.upsert({
          where: { reservationId },
          create: { reservationId, patronId, refusedAt: at },
          // It was woken and another came first: it keeps its turn and is woken again.
          update: { wokenAt: null },
        });
        await standStillWhileOnTheWay(tx, { patronId, at });
      }
      return refuse('LOAN_LIMIT');
    }
    await tx.loanSlotWait.deleteMany({ where: { reservationId } });
    await noReservation(tx, { reservationId, at });
    if (application.rank === RANK.heldForLoanLimit) {
      await tx.application.update({
        where: { reservationId },
        data: { state: 'picked', rank: RANK.slotClaimed, keptUntil: null },
      });
    }
    return allow(taken);
  });
}
