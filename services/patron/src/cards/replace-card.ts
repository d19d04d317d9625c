import { allow, type Instant } from '@toshobin/lending-rules';
import { openTask } from '@toshobin/tasks';
import type { Transaction } from '../database.ts';
import { dateOrNull } from '../dates.ts';
import type { Answers, PatronDeps } from '../patron-deps.ts';
import { lockCard } from './lock-card.ts';
import { nextCardNumber } from './next-card-number.ts';

/**
 * R1. A card is lost or worn: its holder gets a new number that works at once, and the old one is refused everywhere.
 * Loans, holds, password, last day and a suspension are the patron's and stay. Refuses BARCODE_WRONG_KIND, NOT_FOUND
 * and, the second time, CARD_REPLACED. Who did it and why is in staff-web's audit.
 */
export const replaceCard: Answers<'replaceCard'> = (deps, request) =>
  deps.db.$transaction(async (tx) => {
    const old = await lockCard(tx, request.cardNumber);
    if (!old.ok) return old;
    const { number, patronId, suspended, expiresOn } = old.value;
    // What the holder was told of the old card's end.
    const { remindedFor, erasureToldOn } = old.value;
    const told = { remindedFor, erasureToldOn };
    await tx.card.update({ where: { number }, data: { replacedAt: request.at } });
    const card = await tx.card.create({
      data: { number: await nextCardNumber(tx), patronId, suspended, expiresOn, ...told },
    });
    await toBePosted(deps, tx, { patronId, at: request.at });
    return allow({ cardNumber: card.number, expiresOn: dateOrNull(card.expiresOn) });
  });

/** A new card is posted as a first one is: the desk prints it, and the row knows the patron until that is done. */
async function toBePosted(
  deps: PatronDeps,
  tx: Transaction,
  { patronId, at }: { patronId: string; at: Instant },
): Promise<void> {
  // A card that waits to be posted already is posted with this number.
  if ((await tx.cardApplication.count({ where: { patronId } })) > 0) return;
  const applicationId = deps.newId();
  await tx.cardApplication.create({
    data: { id: applicationId, channel: 'paper', state: 'issued', appliedAt: at, checkedAt: at, patronId },
  });
  await openTask(tx, { kind: 'postCard', subject: { applicationId }, why: 'replaced', at });
}
