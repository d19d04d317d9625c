import type { Instant } from '@toshobin/lending-rules';

/** When something happened, and when we heard of it. */
export interface Moment {
  occurredAt: Instant;
  recordedAt: Instant;
}
