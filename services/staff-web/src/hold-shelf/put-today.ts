import { dayOf, type Instant } from '@toshobin/lending-rules';

/** Those that were put on the shelf on the day of that moment. */
export function putToday<C extends { since: Instant }>(held: readonly C[], now: Instant): C[] {
  return held.filter(({ since }) => dayOf(since) === dayOf(now));
}
