import { laterOf } from '../calendar/compare.ts';
import { deadlineAfter } from '../calendar/deadline.ts';
import { epochMs, type Instant, instantFromEpochMs } from '../calendar/instant.ts';

/** R15. A copy that is kept for a patron without a loan slot, and its clock. */
export interface SlotWait {
  /** When its mail was accepted, or it was known that none reaches. */
  keptFrom: Instant | null;
  /** How long the clock has stood still. */
  stoodMs: number;
  /** Since when it stands still now. */
  standsSince: Instant | null;
}

export const noWait: SlotWait = { keptFrom: null, stoodMs: 0, standsSince: null };

/** The copy is kept from that moment on; told again, it was from the first. */
export function keptFrom(wait: SlotWait, at: Instant): SlotWait {
  if (wait.keptFrom !== null) return wait;
  return { keptFrom: at, stoodMs: 0, standsSince: wait.standsSince && laterOf(wait.standsSince, at) };
}

/** The clock stands still while a copy that the patron handed in is on its way and still takes a slot. */
export function whileOnTheWay(wait: SlotWait, isOnTheWay: boolean, at: Instant): SlotWait {
  if (isOnTheWay) return { ...wait, standsSince: wait.standsSince ?? at };
  return { ...wait, stoodMs: wait.stoodMs + standingMs(wait, at), standsSince: null };
}

/**
 * Until when the copy is kept, as of that moment: `keep` (ISO 8601; whole days end with their last day) from its mail,
 * or from that moment while none went out. Never earlier than it was said before, because time that it stood still only
 * adds.
 */
export function keptUntil(wait: SlotWait, keep: string, at: Instant): Instant {
  if (wait.keptFrom === null) return deadlineAfter(at, keep).at;
  const stood = wait.stoodMs + standingMs(wait, at);
  return deadlineAfter(instantFromEpochMs(epochMs(wait.keptFrom) + stood), keep).at;
}

function standingMs({ keptFrom, standsSince }: SlotWait, at: Instant): number {
  if (standsSince === null || keptFrom === null) return 0;
  return Math.max(0, epochMs(at) - epochMs(laterOf(standsSince, keptFrom)));
}
