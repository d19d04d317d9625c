import { z } from 'zod';
import { addDays } from '../calendar/calendar-date.ts';
import { dayOf, type Instant } from '../calendar/instant.ts';
import { minuteOfDay, minutesOf, timeOn } from '../calendar/time-of-day.ts';
import type { LendingPolicy } from '../policy/lending-policy.ts';

const timeOfDay = String.raw`([01]\d|2[0-3]):[0-5]\d`;

/** What a setting makes of R19's hours: those of the rules in force, none, or others as `HH:MM-HH:MM`. */
export const MailWindowSchema = z
  .string()
  .regex(new RegExp(`^(policy|always|${timeOfDay}-(${timeOfDay}|24:00))$`), {
    error: 'must be policy, always or HH:MM-HH:MM',
  })
  .transform((text): 'policy' | 'always' | LendingPolicy['mailWindow'] => {
    if (text === 'policy' || text === 'always') return text;
    const [from = '', until = ''] = text.split('-');
    return { from, until };
  });
export type MailWindow = z.output<typeof MailWindowSchema>;

/** R19. The hours in which mails go out; undefined: at any. */
export function mailHours(
  window: MailWindow,
  policy: Pick<LendingPolicy, 'mailWindow'>,
): LendingPolicy['mailWindow'] | undefined {
  if (window === 'always') return undefined;
  return window === 'policy' ? policy.mailWindow : window;
}

/**
 * R19. When a mail that is ready at this moment may go out: at once from 08:00 until before 20:00 in Tokyo, else at
 * the next 08:00. Links for verification and passwords go at once and do not ask here.
 */
export function nextSendingTime(at: Instant, policy: Pick<LendingPolicy, 'mailWindow'>): Instant {
  const { from, until } = policy.mailWindow;
  const minute = minuteOfDay(at);
  if (minute < minutesOf(from)) return timeOn(dayOf(at), from);
  if (minute < minutesOf(until)) return at;
  return timeOn(addDays(dayOf(at), 1), from);
}
