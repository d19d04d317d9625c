import type { CalendarDate } from '../calendar/calendar-date.ts';
import { dayOf, type Instant } from '../calendar/instant.ts';
import { type EntryState, isQueued } from '../ledger/is-queued.ts';
import type { LendingPolicy } from '../policy/lending-policy.ts';
import type { Position } from '../position/position.ts';
import { reached } from '../position/position.ts';
import { allow, type Decision, refuse } from '../refusals/decision.ts';
import { decidePickup, type PickupLibrary } from './decide-pickup.ts';
import { decideSuspension } from './decide-suspension.ts';

/**
 * R20. May a reservation keep its place and be skipped until a day? Refuses SUSPEND_TOO_LATE once it has a copy,
 * SUSPEND_TOO_LONG, and STATE_CHANGED for one that has left the queue.
 */
export function judgeSuspension(
  state: EntryState | undefined,
  { until, at }: { until: CalendarDate; at: Instant },
  policy: LendingPolicy,
): Decision<void> {
  if (state === 'allocated') return refuse('SUSPEND_TOO_LATE');
  if (state === undefined || !isQueued(state)) return refuse('STATE_CHANGED');
  const decided = decideSuspension(at, until, policy);
  return decided.ok ? allow(undefined) : decided;
}

/** A reservation whose pickup library is to be another one. */
export interface ToRedirect {
  state: EntryState | undefined;
  /** The position of its own copy; undefined while it has none. */
  position: Position | undefined;
  pickupLibrary: string;
  isPrefectural: boolean;
  /** The library its copy is packed for, while shipping has not said whether the former change came in time. */
  redirectedFrom: string | null;
}

/**
 * R4, R5, R20. May a reservation have another pickup library? Of a copy that is being packed the judge is shipping:
 * until it has said so the answer names the library that it is being packed for. R3, R15: passed on, it waits again
 * once it is for the counter, where a loan slot is claimed at the hand-over. Refuses STATE_CHANGED for one that has
 * left the queue, CHANGE_PICKUP_TOO_LATE once its copy is packed, PICKUP_MUST_BE_PREFECTURAL (`inPersonOnly`: 来館貸出可),
 * and what `decidePickup` refuses.
 */
export function judgePickupChange(
  entry: ToRedirect & { inPersonOnly: boolean; isPassedOn: boolean },
  wished: { library: PickupLibrary | undefined; isPrefectural: boolean; at: Instant },
): Decision<{ redirectedFrom: string | null; isMovedByHand: boolean; waitsAgain: boolean }> {
  const { state, position, inPersonOnly, isPassedOn } = entry;
  if (state === undefined || (!isQueued(state) && state !== 'allocated')) return refuse('STATE_CHANGED');
  if (position && reached(position, 'packed')) return refuse('CHANGE_PICKUP_TOO_LATE');
  if (inPersonOnly && !wished.isPrefectural) return refuse('PICKUP_MUST_BE_PREFECTURAL');
  const decided = decidePickup(wished.library, dayOf(wished.at));
  if (!decided.ok) return decided;
  const isBeingPacked = position && reached(position, 'picked') && !entry.isPrefectural;
  const redirectedFrom = entry.redirectedFrom ?? (isBeingPacked ? entry.pickupLibrary : null);
  const isMovedByHand = redirectedFrom === null && changesShelf(position, entry, wished);
  return allow({ redirectedFrom, isMovedByHand, waitsAgain: isPassedOn && wished.isPrefectural });
}

/** A change of pickup library that shipping was asked about, by the libraries' codes. */
export interface PickupRedirect {
  from: string;
  to: string;
}

/**
 * R20. Shipping has said whether a change of pickup library came in time: the library that the reservation is for by
 * that, whether its copy is moved by hand, and whether the wish is refused after all. Undefined when that has ended
 * before.
 *
 * @param change the one that shipping was asked about; another one that has followed it goes on
 */
export function judgeRedirectEnd(
  { pickupLibrary, redirectedFrom, position, isPrefectural }: ToRedirect,
  { inTime, change }: { inTime: boolean; change?: PickupRedirect | undefined },
): { pickupLibrary: string; isMovedByHand: boolean; isRefused: boolean } | undefined {
  if (redirectedFrom === null) return undefined;
  if (change && (change.from !== redirectedFrom || change.to !== pickupLibrary)) return undefined;
  if (!inTime) return { pickupLibrary: redirectedFrom, isMovedByHand: false, isRefused: true };
  const isMovedByHand = changesShelf(position, { isPrefectural: false }, { isPrefectural });
  return { pickupLibrary, isMovedByHand, isRefused: false };
}

/** A fetched copy that goes to the hold shelf, or leaves it, is moved by hand. */
function changesShelf(
  position: Position | undefined,
  before: { isPrefectural: boolean },
  now: { isPrefectural: boolean },
): boolean {
  return position !== undefined && reached(position, 'picked') && (before.isPrefectural || now.isPrefectural);
}
