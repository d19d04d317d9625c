import { allow, type Decision, type Instant, refuse } from '@toshobin/lending-rules';
import { clearTasks } from '@toshobin/tasks';
import { lockCard } from '../cards/lock-card.ts';
import { inTransaction, type Transaction } from '../database.ts';
import { tellDeleted } from '../history/tell-deleted.ts';
import type { Answers, PatronDeps } from '../patron-deps.ts';
import { followPresent } from '../standings/with-standing.ts';
import { eraseReservations } from './erase-closed.ts';

/**
 * Privacy. Somebody gives up their card: everything that is kept of them goes, name, address, password, history, list
 * for later, and what the night would have erased of their reservations; waiting mails to them are not sent. Nobody
 * gets the card's number again (EndedCard). What they still have, wait for, or have chosen to read in order ends first:
 * refuses STILL_IN_USE, NOT_FOUND (also the second time), CARD_REPLACED, BARCODE_WRONG_KIND. Throws while the catalog
 * is away, which is asked whether somebody has a copy after all.
 */
export const endRegistration: Answers<'endRegistration'> = (deps, { cardNumber, at, by }) =>
  forgetHolder(deps, { cardNumber, at, by: by.account });

/** Ends a registration for the night, which asks `isToEnd` again under the lock: refuses STATE_CHANGED if not. */
export async function forgetHolder(
  deps: PatronDeps,
  {
    cardNumber,
    at,
    by,
    isToEnd = async () => true,
  }: {
    cardNumber: string;
    at: Instant;
    by: string;
    isToEnd?: (tx: Transaction, cardNumber: string) => Promise<boolean>;
  },
): Promise<Decision<{ ended: true }>> {
  const found = await deps.db.$transaction((tx) => lockCard(tx, cardNumber));
  if (!found.ok) return found;
  const { patronId } = found.value;
  const before = await deps.db.application.findMany({ where: { patronId }, select: { reservationId: true } });
  const asked = before.map(({ reservationId }) => reservationId);
  await followPresent(deps, asked);
  return inTransaction(deps, async (tx) => {
    const card = await lockCard(tx, cardNumber);
    if (!card.ok) return card;
    if (!(await isToEnd(tx, card.value.number))) return refuse('STATE_CHANGED');
    const open = { OR: [{ closedAt: null }, { reservationId: { notIn: asked } }] };
    const isInUse =
      (await tx.application.count({ where: { patronId, ...open } })) > 0 ||
      (await tx.readingOrder.count({ where: { patronId } })) > 0;
    if (isInUse) return refuse('STILL_IN_USE');
    await eraseReservations(deps, tx, asked);
    await endTasks(tx, { patronId, at, by });
    const history = await tx.historyWish.findUnique({ where: { patronId } });
    if (history !== null) await tellDeleted(deps, tx, { ids: [history.id], at });
    await tx.notice.deleteMany({ where: { patronId } });
    await tx.passwordReset.deleteMany({ where: { patronId } });
    const cards = await tx.card.findMany({ where: { patronId }, select: { number: true } });
    await tx.endedCard.createMany({ data: cards });
    await tx.patron.delete({ where: { id: patronId } });
    return allow({ ended: true });
  });
}

/** Clears the tasks of a card that waits to be posted, and of a renewal: they are nobody's any more. */
async function endTasks(
  tx: Transaction,
  { patronId, ...settled }: { patronId: string; at: Instant; by: string },
): Promise<void> {
  const cards = await tx.cardApplication.findMany({ where: { patronId }, select: { id: true } });
  const renewals = await tx.cardRenewal.findMany({ where: { patronId }, select: { id: true } });
  for (const { id: applicationId } of [...cards, ...renewals])
    await clearTasks(tx, { kinds: ['postCard', 'renewCard'], subject: { applicationId }, ...settled });
}
