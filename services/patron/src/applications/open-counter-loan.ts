import { PREFECTURAL_LIBRARY, ReservationIdSchema } from '@toshobin/contracts';
import { uniqueViolation } from '@toshobin/database';
import { allow, type Decision, epochMs, type Instant, refuse } from '@toshobin/lending-rules';
import { cardStatus } from '../cards/card-status.ts';
import { readCardNumber } from '../cards/read-card-number.ts';
import type { Application, Transaction } from '../database.ts';
import { lockPatron } from '../lock-patron.ts';
import type { AnswerTo, AskedOf, PatronDeps } from '../patron-deps.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { noReservation } from '../slots/change-slots.ts';
import { flagOverLimit } from '../slots/flag-over-limit.ts';
import { takeLoanSlot } from '../slots/take-slot.ts';
import { isOnLoan, sameTitle } from './apply.ts';

/** A loan at the prefectural counter that nobody reserved. */
type CounterLoanRequest = AskedOf<'openCounterLoan'>;
type CounterLoan = Omit<AnswerTo<'openCounterLoan'>, 'card'>;

/**
 * R3. The row and the loan slot of a loan without a reservation, in one transaction before the hand-over; the scan
 * makes it a loan. Where this person waits for the title, that reservation is answered, with a slot claimed for it.
 * Refuses BARCODE_WRONG_KIND, NOT_FOUND, CARD_REPLACED; CARD_EXPIRED and CARD_SUSPENDED, unless it is ready for
 * them (R1); ALREADY_ON_LOAN (R16); LOAN_LIMIT without a reason to go past it, which is flagged; STATE_CHANGED when
 * the id is of something else, and while another desk lends them the title. The same id again is answered as the first
 * time.
 */
export async function openCounterLoan(
  deps: PatronDeps,
  request: CounterLoanRequest,
): Promise<Decision<CounterLoan>> {
  const number = readCardNumber(request.cardNumber);
  if (!number.ok) return number;
  const card = await deps.db.card.findUnique({ where: { number: number.value } });
  if (card === null) return refuse('NOT_FOUND');
  try {
    return await deps.db.$transaction((tx) => writeCounterLoan(tx, card, request));
  } catch (error) {
    if (uniqueViolation(error) === 'application_pkey') return refuse('NOT_FOUND');
    throw error;
  }
}

async function writeCounterLoan(
  tx: Transaction,
  { number, patronId }: { number: string; patronId: string },
  request: CounterLoanRequest,
): Promise<Decision<CounterLoan>> {
  const { reservationId, at } = request;
  await lockPatron(tx, patronId);
  const status = cardStatus(await tx.card.findUniqueOrThrow({ where: { number } }), at);
  if (status === 'replaced') return refuse('CARD_REPLACED');
  const earlier = await tx.application.findUnique({ where: { reservationId }, include: { loanSlot: true } });
  if (earlier !== null) return repeated(earlier, patronId, request);
  const recordId = BigInt(request.recordId);
  const same = await sameTitle(tx, { patronId, recordId });
  if (same !== null && isOnLoan(same)) return refuse('ALREADY_ON_LOAN');
  if (same !== null && isBeingLent(same, at)) return refuse('STATE_CHANGED');
  if (same?.state !== 'ready') {
    if (status === 'expired') return refuse('CARD_EXPIRED');
    if (status === 'suspended') return refuse('CARD_SUSPENDED');
  }
  if (same !== null) return claim(tx, same, request);
  const written = await tx.application.create({
    data: {
      reservationId,
      patronId,
      recordId,
      title: request.title,
      pickupLibrary: PREFECTURAL_LIBRARY,
      channel: 'counter',
      protectiveCover: request.protectiveCover,
      appliedAt: at,
      // The loan's process begins with the hand-over, and is asked nothing.
      answered: true,
    },
  });
  const claimed = await claim(tx, written, request);
  // The slot refers to the row, so the row came first; a refusal leaves nothing behind.
  if (!claimed.ok) await tx.application.delete({ where: { reservationId } });
  return claimed;
}

/** Longer than a desk needs to lend, or to give the row back. */
const LENT_WITHIN_MS = 20_000;

/** Whether another scan has just opened the row, and deletes it should its copy not be lent. */
function isBeingLent({ channel, state, appliedAt }: Application, at: Instant): boolean {
  const isOpened = channel === 'counter' && state === 'requested';
  return isOpened && Math.abs(epochMs(at) - appliedAt.getTime()) < LENT_WITHIN_MS;
}

function repeated(
  earlier: Application & { loanSlot: { kind: string } | null },
  patronId: string,
  request: CounterLoanRequest,
): Decision<CounterLoan> {
  if (earlier.patronId !== patronId) return refuse('NOT_FOUND');
  const same = earlier.channel === 'counter' && earlier.recordId === BigInt(request.recordId);
  if (!same || earlier.endedAt !== null) return refuse('STATE_CHANGED');
  return allow({
    reservationId: ReservationIdSchema.parse(earlier.reservationId),
    made: earlier.loanSlot?.kind === 'claim',
  });
}

/** R3. Claims a loan slot, past the limit with a reason, which staff-web's audit keeps. */
async function claim(
  tx: Transaction,
  { reservationId, patronId, journey }: Application,
  { at, overrideReason }: CounterLoanRequest,
): Promise<Decision<CounterLoan>> {
  const { loanLimit } = await policyInForce(tx);
  const limit = overrideReason === undefined ? loanLimit : undefined;
  const taken = await takeLoanSlot(tx, { patronId, reservationId, at, journey }, limit);
  if (taken === undefined) return refuse('LOAN_LIMIT');
  await noReservation(tx, { reservationId, at });
  await flagOverLimit(tx, { reservationId, slot: taken.slot, limit: loanLimit, why: 'override', at });
  await tx.loanSlotWait.deleteMany({ where: { reservationId } });
  return allow({ reservationId: ReservationIdSchema.parse(reservationId), made: taken.made });
}
