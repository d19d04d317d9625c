import type { patronApi } from '@toshobin/contracts';
import { allow, type Decision } from '@toshobin/lending-rules';
import type { z } from 'zod';
import { dateOrNull } from '../dates.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { lockCard } from './lock-card.ts';

export type CardSuspended = z.output<typeof patronApi.suspendCard.answer>;

/**
 * R1. Suspends a card, or lifts it: it may not reserve, but returns, sees its loans and picks up what is ready.
 * Repeatable. Refuses BARCODE_WRONG_KIND, NOT_FOUND, CARD_REPLACED.
 */
export async function suspendCard(
  deps: PatronDeps,
  request: { cardNumber: string; suspended: boolean },
): Promise<Decision<CardSuspended>> {
  return deps.db.$transaction(async (tx): Promise<Decision<CardSuspended>> => {
    const card = await lockCard(tx, request.cardNumber);
    if (!card.ok) return card;
    const { number, expiresOn } = card.value;
    const { suspended } = request;
    await tx.card.update({ where: { number }, data: { suspended } });
    return allow({ cardNumber: number, expiresOn: dateOrNull(expiresOn), suspended });
  });
}
