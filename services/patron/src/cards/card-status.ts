import { type CalendarDate, dayOf, type Instant, isAfter } from '@toshobin/lending-rules';
import { dateOrNull } from '../dates.ts';

type CardStatus = 'valid' | 'suspended' | 'expired' | 'replaced';

/** R1. The status of a card on that day: its last day of validity still counts. */
export function cardStatus(
  card: { suspended: boolean; expiresOn: Date | null; replacedAt: Date | null },
  at: Instant,
): CardStatus {
  if (card.replacedAt !== null) return 'replaced';
  const lastDay: CalendarDate | null = dateOrNull(card.expiresOn);
  if (lastDay !== null && isAfter(dayOf(at), lastDay)) return 'expired';
  return card.suspended ? 'suspended' : 'valid';
}

/** The digits by which mails and desks name a card. */
export function lastFourOf(cardNumber: string): string {
  return cardNumber.slice(-4);
}
