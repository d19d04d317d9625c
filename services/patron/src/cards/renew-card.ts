import { allow, dateColumn } from '@toshobin/lending-rules';
import { clearTasks } from '@toshobin/tasks';
import type { Answers } from '../patron-deps.ts';
import { lockCard } from './lock-card.ts';

/**
 * R1. A new last day (included, in Tokyo). A renewal that the patron had asked for is done with. Repeatable. Refuses
 * BARCODE_WRONG_KIND, NOT_FOUND, CARD_REPLACED.
 */
export const renewCard: Answers<'renewCard'> = async (deps, request) => {
  const { expiresOn, at, by } = request;
  return deps.db.$transaction(async (tx) => {
    const card = await lockCard(tx, request.cardNumber);
    if (!card.ok) return card;
    const { number, patronId } = card.value;
    await tx.card.update({ where: { number }, data: { expiresOn: dateColumn(expiresOn) } });
    const asked = await tx.cardRenewal.findUnique({ where: { patronId } });
    if (asked !== null) {
      await clearTasks(tx, {
        kinds: ['renewCard'],
        subject: { applicationId: asked.id },
        by: by.account,
        at,
      });
      await tx.cardRenewal.delete({ where: { patronId } });
    }
    return allow({ cardNumber: number, expiresOn });
  });
};
