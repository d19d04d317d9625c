import { dayOf, type Instant } from '@toshobin/lending-rules';

export function putToday<C extends { since: Instant }>(held: readonly C[], now: Instant): C[] {
  return held.filter(({ since }) => dayOf(since) === dayOf(now));
}
