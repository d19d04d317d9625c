import { allow, type CalendarDate, type Decision, dateColumn, type Instant } from '@toshobin/lending-rules';
import { clearTasks } from '@toshobin/tasks';
import type { PatronDeps } from '../patron-deps.ts';
import { lockCard } from './lock-card.ts';
import type { CardChanged } from './replace-card.ts';

/**
 * R1. A new last day (included, in Tokyo). A renewal that the patron had asked for is done with. Repeatable. Refuses
 * BARCODE_WRONG_KIND, NOT_FOUND, CARD_REPLACED.
 */
export async function renewCard(
  deps: PatronDeps,
  request: { cardNumber: string; expiresOn: CalendarDate; at: Instant; by: { account: string } },
): Promise<Decision<CardChanged>> {
  const { expiresOn, at, by } = request;
  return deps.db.$transaction(async (tx): Promise<Decision<CardChanged>> => {
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
}
