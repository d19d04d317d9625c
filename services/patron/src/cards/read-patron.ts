import { PatronIdSchema } from '@toshobin/contracts';
import { allow, type Decision, type Instant, instantFromDate, refuse } from '@toshobin/lending-rules';
import { shownEmail } from '../contact/shown-email.ts';
import { dateOrNull } from '../dates.ts';
import type { AnswerTo, PatronDeps } from '../patron-deps.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { preferencesOf } from '../preferences/preferences.ts';
import { cardStatus } from './card-status.ts';

/** What the patron's own pages show of them. Refuses NOT_FOUND. */
export async function readPatron(
  { db }: PatronDeps,
  patronId: string,
  at: Instant,
): Promise<Decision<AnswerTo<'readPatron'>>> {
  const patron = await db.patron.findUnique({
    where: { id: patronId },
    include: {
      credential: true,
      historyWish: true,
      cardRenewals: true,
      cards: { where: { replacedAt: null } },
    },
  });
  const card = patron?.cards[0];
  if (!patron || !card) return refuse('NOT_FOUND');
  const [renewal] = patron.cardRenewals;
  const [reservations, loans, policy, email] = await Promise.all([
    db.reservationSlot.count({ where: { patronId } }),
    db.loanSlot.count({ where: { patronId } }),
    policyInForce(db),
    shownEmail(db, patron, at),
  ]);
  return allow({
    patronId: PatronIdSchema.parse(patronId),
    cardNumber: card.number,
    cardStatus: cardStatus(card, at),
    passwordChosen: patron.credential?.kind === 'chosen',
    email: email.address,
    emailStatus: email.status,
    emailWaiting: email.waiting,
    reservations,
    loans,
    reservationLimit: policy.reservationLimit,
    loanLimit: policy.loanLimit,
    lastPickupLibrary: patron.lastPickupLibrary,
    expiresOn: dateOrNull(card.expiresOn),
    renewalAskedAt: renewal ? instantFromDate(renewal.askedAt) : null,
    preferences: preferencesOf(patron),
  });
}
