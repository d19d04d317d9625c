import { readBarcodeOf } from '@toshobin/contracts';
import type { PatronDeps } from '../patron-deps.ts';

/** Whether there is a card of that number, or was before it was replaced. */
export async function isCard({ db }: PatronDeps, { cardNumber }: { cardNumber: string }): Promise<boolean> {
  const reading = readBarcodeOf('card', cardNumber);
  return reading.ok && (await db.card.count({ where: { number: reading.number } })) > 0;
}
