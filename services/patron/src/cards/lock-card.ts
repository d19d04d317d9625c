import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import type { Card } from '../generated/prisma/client.ts';
import { lockPatron } from '../lock-patron.ts';
import { readCardNumber } from './read-card-number.ts';

/**
 * The card of that number, with its patron's row locked, so that of two changes at once the second sees the first.
 * Refuses BARCODE_WRONG_KIND, NOT_FOUND and, for a card that was given up, CARD_REPLACED.
 */
export async function lockCard(tx: Transaction, text: string): Promise<Decision<Card>> {
  const number = readCardNumber(text);
  if (!number.ok) return number;
  const found = await tx.card.findUnique({ where: { number: number.value } });
  if (found === null || !(await lockPatron(tx, found.patronId))) return refuse('NOT_FOUND');
  const card = await tx.card.findUniqueOrThrow({ where: { number: number.value } });
  return card.replacedAt === null ? allow(card) : refuse('CARD_REPLACED');
}
