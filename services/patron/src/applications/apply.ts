import { ReservationIdSchema } from '@toshobin/contracts';
import { uniqueViolation } from '@toshobin/database';
import {
  allow,
  type Decision,
  dayOf,
  decideToReserve,
  type Instant,
  instantFromDate,
  lentAsFarAsKnown,
  refuse,
  underWay,
} from '@toshobin/lending-rules';
import { cardStatus } from '../cards/card-status.ts';
import { shownEmail } from '../contact/shown-email.ts';
import type { Application, Transaction } from '../database.ts';
import type { LoanSlot } from '../generated/prisma/client.ts';
import { mayPickUp } from '../libraries/may-pick-up.ts';
import { lockPatron } from '../lock-patron.ts';
import type { AnswerTo, PatronDeps } from '../patron-deps.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { takeReservationSlot } from '../slots/take-slot.ts';

/** A patron's wish to reserve, as the form sent it. The title was asked of the catalog by the web. */
interface ApplicationRequest {
  patronId: string;
  reservationId: string;
  recordId: string;
  title: string;
  pickupLibrary: string;
  appliedAt: Instant;
  protectiveCover?: boolean | undefined;
  /** An application entered by staff for a caller (`phone`) needs neither a password nor an address (R2). */
  channel?: 'web' | 'phone' | undefined;
}

export type Applied = AnswerTo<'apply'>;

/**
 * Writes the application in one transaction: R1, R2 (card; on the web also password and address), R5 (pickup library),
 * R16 (not twice, not what is on loan), R3 (a reservation slot). The same id again is answered as the first time; with
 * another title or library, or of what has ended since, STATE_CHANGED; from another patron NOT_FOUND. TRY_AGAIN while
 * the list of libraries has not arrived. Everything else: the refusals of `patronApi.apply`.
 */
export async function apply(deps: PatronDeps, request: ApplicationRequest): Promise<Decision<Applied>> {
  try {
    return await deps.db.$transaction((tx) => writeApplication(tx, request));
  } catch (error) {
    // Two patrons with one id at the same moment: the second one hears what it would have heard later.
    if (uniqueViolation(error) === 'application_pkey') return refuse('NOT_FOUND');
    throw error;
  }
}

/** The application within a transaction of the caller; a refusal leaves nothing behind. */
export async function writeApplication(
  tx: Transaction,
  request: ApplicationRequest,
): Promise<Decision<Applied>> {
  const { patronId, reservationId, appliedAt, channel = 'web' } = request;
  if (!(await lockPatron(tx, patronId))) return refuse('NOT_FOUND');
  const earlier = await tx.application.findUnique({ where: { reservationId } });
  if (earlier !== null) return repeated(earlier, request);

  const allowed = await mayReserve(tx, { patronId, at: appliedAt, channel });
  if (!allowed.ok) return allowed;
  const pickup = await mayPickUp(tx, request.pickupLibrary, dayOf(appliedAt));
  if (!pickup.ok) return pickup;
  const recordId = BigInt(request.recordId);
  const same = await sameTitle(tx, { patronId, recordId });
  if (same !== null) return refuse(isOnLoan(same) ? 'ALREADY_ON_LOAN' : 'ALREADY_RESERVED');

  const written = await tx.application.create({
    data: {
      reservationId,
      patronId,
      recordId,
      title: request.title,
      pickupLibrary: request.pickupLibrary,
      channel,
      protectiveCover: request.protectiveCover ?? false,
      appliedAt,
    },
  });
  const { reservationLimit } = await policyInForce(tx);
  const slot = await takeReservationSlot(tx, { patronId, reservationId }, reservationLimit);
  if (slot === undefined) {
    // The slot refers to the row, so the row came first; a refusal leaves nothing behind.
    await tx.application.delete({ where: { reservationId } });
    return refuse('RESERVATION_LIMIT');
  }
  await tx.patron.update({ where: { id: patronId }, data: { lastPickupLibrary: request.pickupLibrary } });
  return allow(answerOf(written));
}

function repeated(earlier: Application, request: ApplicationRequest): Decision<Applied> {
  if (earlier.patronId !== request.patronId) return refuse('NOT_FOUND');
  const same =
    earlier.recordId === BigInt(request.recordId) && earlier.pickupLibrary === request.pickupLibrary;
  return same && !hasEndedSince(earlier) ? allow(answerOf(earlier)) : refuse('STATE_CHANGED');
}

/** Whether the reservation has ended since an old page was drawn; a refused admission is answered as the first time. */
function hasEndedSince({ state, endedAt }: Application): boolean {
  return endedAt !== null && state !== 'rejected';
}

function answerOf(application: Application): Applied {
  return {
    reservationId: ReservationIdSchema.parse(application.reservationId),
    reservationNumber: application.number,
    appliedAt: instantFromDate(application.appliedAt),
  };
}

/**
 * R16. This person's reservation of a title: the open one, or else one that goes on though it had ended (handed out all
 * the same, while the title was reserved again).
 */
export function sameTitle(tx: Transaction, { patronId, recordId }: { patronId: string; recordId: bigint }) {
  const goesOn = { closedAt: null, state: { in: [...underWay] } };
  return tx.application.findFirst({
    where: { patronId, recordId, OR: [{ endedAt: null }, goesOn] },
    orderBy: { endedAt: { sort: 'asc', nulls: 'first' } },
    include: { loanSlot: true },
  });
}

/** R16. Whether the title is on loan to this person: dispatched, handed out, or handed in and on its way. */
export function isOnLoan({
  loanSlot,
  state,
}: Pick<Application, 'state'> & { loanSlot: LoanSlot | null }): boolean {
  return loanSlot?.kind === 'loan' || lentAsFarAsKnown.has(state);
}

/** R1, R2. Whether the patron may reserve. */
async function mayReserve(
  tx: Transaction,
  { patronId, at, channel }: { patronId: string; at: Instant; channel: 'web' | 'phone' },
): Promise<Decision<void>> {
  const patron = await tx.patron.findUniqueOrThrow({
    where: { id: patronId },
    include: { credential: true, cards: { where: { replacedAt: null } } },
  });
  const card = patron.cards[0];
  return decideToReserve({
    card: { status: card ? cardStatus(card, at) : 'replaced' },
    passwordChosen: patron.credential?.kind === 'chosen',
    email: (await shownEmail(tx, patron, at)).status,
    channel: channel === 'web' ? 'web' : 'staff',
  });
}
