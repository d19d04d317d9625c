import { epochMs, type Instant } from '../calendar/instant.ts';
import type { LendingPolicy } from '../policy/lending-policy.ts';
import { allow, type Decision, refuse } from '../refusals/decision.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The moments of the wishes that were taken before, in any order. */
interface WishesTaken {
  ofReservation: readonly Instant[];
  ofPatron: readonly Instant[];
}

/**
 * R20. Wishes are paced: so many within an hour for a reservation, and for a patron. Refuses TOO_MANY_WISHES with the
 * `minutes` after which one more is taken. Cancelling is never asked about.
 */
export function decideWishPace(taken: WishesTaken, now: Instant, policy: LendingPolicy): Decision<void> {
  const waits = [
    waitFor(taken.ofReservation, policy.wishesPerReservation, now),
    waitFor(taken.ofPatron, policy.wishesPerPatron, now),
  ];
  const minutes = Math.ceil(Math.max(...waits) / MINUTE_MS);
  return minutes > 0 ? refuse('TOO_MANY_WISHES', { minutes }) : allow(undefined);
}

/** Milliseconds until fewer than the limit lie within the hour. */
function waitFor(taken: readonly Instant[], limit: number, now: Instant): number {
  const ages = taken.map((at) => epochMs(now) - epochMs(at)).filter((age) => age < HOUR_MS);
  const freeing = ages.sort((a, b) => a - b)[limit - 1];
  return freeing === undefined ? 0 : HOUR_MS - freeing;
}
