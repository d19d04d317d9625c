import { earlierOf, type Instant, instantFromDate, laterOf } from '@toshobin/lending-rules';
import type { Moment } from './moment.ts';

/**
 * The moment as it counts: a device whose clock is slow must not date a step before the one it follows from, because
 * loans begin with it (R7). Never later than it was recorded.
 *
 * @param earlier when the things before it happened; what isn't known bounds nothing
 */
export function notBefore<T extends Moment>(moment: T, ...earlier: (Date | null)[]): T {
  let occurredAt: Instant = moment.occurredAt;
  for (const bound of earlier) if (bound !== null) occurredAt = laterOf(occurredAt, instantFromDate(bound));
  return { ...moment, occurredAt: earlierOf(occurredAt, moment.recordedAt) };
}
