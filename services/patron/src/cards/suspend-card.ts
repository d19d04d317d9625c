import { allow } from '@toshobin/lending-rules';
import { dateOrNull } from '../dates.ts';
import type { Answers } from '../patron-deps.ts';
import { lockCard } from './lock-card.ts';

/**
 * R1. Suspends a card, or lifts that: its holder may not reserve, but returns, sees the loans and picks up what is
 * ready. Repeatable. Refuses BARCODE_WRONG_KIND, NOT_FOUND, CARD_REPLACED.
 */
export const suspendCard: Answers<'suspendCard'> = (deps, request) =>
  deps.db.$transaction(async (tx) => {
    const card = await lockCard(tx, request.cardNumber);
    if (!card.ok) return card;
    const { number, expiresOn } = card.value;
    const { suspended } = request;
    await tx.card.update({ where: { number }, data: { suspended } });
    return allow({ cardNumber: number, expiresOn: dateOrNull(expiresOn), suspended });
  });
