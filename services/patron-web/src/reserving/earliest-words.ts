import {
  type CalendarDate,
  earliestPickup,
  type Language,
  type LendingPolicy,
  type OpeningCalendar,
} from '@toshobin/lending-rules';
import { dateIn, sayIn } from '@toshobin/web';

/** R11. When what is at the prefectural library now can be picked up at a pickup library; no promise. */
export function earliestWords(
  language: Language,
  of: { nextDispatchDay: CalendarDate; pickup: OpeningCalendar; policy: LendingPolicy },
): string {
  const day = dateIn(language, earliestPickup(of.nextDispatchDay, of.pickup, of.policy));
  return sayIn(language)(
    `早ければ${day}ごろ受け取れます。`,
    `You can pick it up around ${day} at the earliest.`,
  );
}
