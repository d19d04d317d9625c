import { CARD_VALID_DAYS } from '@toshobin/contracts';
import { addDays, type CalendarDate, dayOf, type Instant, isAfter } from '@toshobin/lending-rules';

/** The last day that is proposed for a card renewed today: as long as a new one is valid, and never less than it has. */
export function renewedUntil(now: Instant, present: CalendarDate | null): { expiresOn: CalendarDate } {
  const asNew = addDays(dayOf(now), CARD_VALID_DAYS);
  return { expiresOn: present !== null && isAfter(present, asNew) ? present : asNew };
}
