import type { Deadline } from '../calendar/deadline.ts';
import type { Instant } from '../calendar/instant.ts';
import { reminderBefore } from '../notices/reminder-before.ts';
import type { LendingPolicy } from '../policy/lending-policy.ts';

/** R6, R19. When the reminder that a hold ends soon goes out: 2 days before, at the start of the mail hours. */
export function holdReminderTime(holdEnds: Deadline, policy: LendingPolicy): Instant {
  return reminderBefore(holdEnds, policy.holdReminderBefore, policy);
}
