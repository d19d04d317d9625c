import { durationMs, epochMs, type Instant, instantFromEpochMs } from '@toshobin/lending-rules';

/** A copy that a patron handed in, on its way home: from when, until when. */
export interface OnTheWay {
  from: Instant;
  until?: Instant;
}

/**
 * R15. Until when a copy is kept for who has no loan slot: that long from the mail, and the clock stands still while
 * copies that were handed in are on their way.
 */
export function keptUntil(since: Instant, keep: string, onTheWay: readonly OnTheWay[], at: Instant): Instant {
  const spans = onTheWay
    .map(({ from, until }) => [Math.max(epochMs(from), epochMs(since)), epochMs(until ?? at)] as const)
    .filter(([from, until]) => until > from)
    .sort(([a], [b]) => a - b);
  let stoodStill = 0;
  let counted = 0;
  for (const [from, until] of spans) {
    stoodStill += Math.max(0, until - Math.max(from, counted));
    counted = Math.max(counted, until);
  }
  return instantFromEpochMs(epochMs(since) + durationMs(keep) + stoodStill);
}
