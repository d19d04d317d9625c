import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { allow, type Decision, type Instant, refuse, slotsOf } from '@toshobin/lending-rules';
import { type Application, inTransaction, type Transaction } from '../database.ts';
import { lockApplication } from '../my-library/lock-application.ts';
import { isOpen } from '../my-library/read-my-library.ts';
import { TO_GO } from '../notices/notice-status.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { noReservation } from '../slots/change-slots.ts';
import { standStillWhileOnTheWay } from '../slots/stand-still.ts';
import { takeLoanSlot } from '../slots/take-slot.ts';
import { takeStanding } from '../standings/take-standing.ts';
import { type Present, withStanding } from '../standings/with-standing.ts';

type Claim = Decision<{ slot: number; made: boolean }>;

interface ClaimRequest {
  reservationId: string;
  at: Instant;
  waitForOne: boolean;
}

/**
 * R3. Claims a loan slot for a reservation: before a fetched copy enters the packing list, as the catalog says that it
 * stands (`waitForOne`: a refused claim is woken when a slot comes free, R15), or in the counter's request before the
 * hand-over. From the claim on the reservation counts as a loan and no longer as a reservation. Repeated, it answers
 * the same slot, and that it was not `made` this time. Refuses NOT_FOUND for what is unknown or over, STATE_CHANGED
 * (look again) for a reservation that needs no slot as it stands by now, LOAN_LIMIT.
 */
export async function claimLoanSlot(deps: PatronDeps, request: ClaimRequest): Promise<Claim> {
  const { reservationId } = request;
  if (request.waitForOne) {
    const claimed = await withStanding(deps, reservationId, (tx, present) =>
      claim(deps, tx, present, request),
    );
    return claimed ?? refuse('NOT_FOUND');
  }
  return inTransaction(deps, async (tx) => {
    const application = await lockApplication(tx, reservationId);
    if (application === undefined) return refuse('NOT_FOUND');
    return claim(deps, tx, { application, standing: undefined }, request);
  });
}

async function claim(
  deps: PatronDeps,
  tx: Transaction,
  { application, standing }: Present,
  { at, waitForOne }: ClaimRequest,
): Promise<Claim> {
  const { reservationId, patronId, journey } = application;
  if (application.closedAt !== null) return refuse('NOT_FOUND');
  // The reservation ended while the claim was on its way. An expired one may be handed over at the counter all the same
  // (R9).
  if (waitForOne && !isOpen(application)) return refuse('NOT_FOUND');
  // There is no copy, one to be fetched, or one at the counter, where the desk claims the slot before the hand-over.
  const atPrefectural = application.pickupLibrary === PREFECTURAL_LIBRARY;
  if (standing && slotsOf(standing.state, atPrefectural) === 'reservation') return refuse('STATE_CHANGED');
  const { loanLimit } = await policyInForce(tx);
  const taken = await takeLoanSlot(tx, { patronId, reservationId, at, journey }, loanLimit);
  if (taken === undefined) {
    if (waitForOne) {
      await tx.loanSlotWait.upsert({
        where: { reservationId },
        create: { reservationId, patronId, refusedAt: at, keptFrom: await keptBefore(tx, application, at) },
        // The reservation was woken and another came first: it keeps its turn and is woken again.
        update: { wokenAt: null },
      });
      await standStillWhileOnTheWay(tx, { patronId, at });
    }
    return refuse('LOAN_LIMIT');
  }
  await tx.loanSlotWait.deleteMany({ where: { reservationId } });
  await noReservation(tx, { reservationId, at });
  if (standing && application.keptUntil !== null) {
    const claimed = await tx.application.update({ where: { reservationId }, data: { keptUntil: null } });
    await takeStanding(deps, tx, { application: claimed, standing, at });
  }
  return allow(taken);
}

/**
 * R15. The patron was told before that the copy is kept, and it was to be packed no more since (its pick was taken
 * back): the days are those of that mail, and begin now where none reached. A waiting mail begins them as it goes out.
 */
async function keptBefore(
  tx: Transaction,
  { reservationId, journey }: Application,
  at: Instant,
): Promise<Date | null> {
  const told = await tx.notice.findFirst({
    where: {
      reservationId,
      journey,
      kind: 'loanLimitReached',
      status: { notIn: [...TO_GO, 'overtaken'] },
    },
    orderBy: { createdAt: 'asc' },
  });
  return told && (told.sentAt ?? new Date(at));
}
