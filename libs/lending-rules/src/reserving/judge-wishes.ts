import type { CalendarDate } from '../calendar/calendar-date.ts';
import { dayOf, type Instant } from '../calendar/instant.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LendingPolicy } from '../policy/lending-policy.ts';
import type { Position } from '../position/position.ts';
import { reached } from '../position/position.ts';
import { allow, type Decision, refuse } from '../refusals/decision.ts';
import { decidePickup, type PickupLibrary } from './decide-pickup.ts';
import { decideSuspension } from './decide-suspension.ts';

/** How a reservation's entry in the queue stands; undefined for one that never joined. */
type EntryState = Ledger['entry']['state'] | undefined;

/**
 * R20. May a reservation keep its place and be skipped, until a day or (null, R15) until it has a loan slot? Refuses
 * SUSPEND_TOO_LATE once it has a copy, SUSPEND_TOO_LONG, and STATE_CHANGED for one that has left the queue.
 */
export function judgeSuspension(
  state: EntryState,
  { until, at }: { until: CalendarDate | null; at: Instant },
  policy: LendingPolicy,
): Decision<void> {
  if (state === 'allocated') return refuse('SUSPEND_TOO_LATE');
  if (state !== 'waiting' && state !== 'suspended') return refuse('STATE_CHANGED');
  const decided = until === null ? allow(undefined) : decideSuspension(at, until, policy);
  return decided.ok ? allow(undefined) : decided;
}

/**
 * R4, R5, R20. May a reservation have another pickup library? Refuses STATE_CHANGED for one that has left the queue,
 * CHANGE_PICKUP_TOO_LATE once its copy is packed, PICKUP_MUST_BE_PREFECTURAL, and what `decidePickup` refuses.
 */
export function judgePickupChange(
  {
    state,
    position,
    inPersonOnly,
  }: {
    state: EntryState;
    /** Of the copy that is its own; undefined while it has none. */
    position: Position | undefined;
    /** 来館貸出可: lent at the prefectural library alone. */
    inPersonOnly: boolean;
  },
  wished: { library: PickupLibrary | undefined; isPrefectural: boolean; at: Instant },
): Decision<void> {
  if (state !== 'waiting' && state !== 'suspended' && state !== 'allocated') return refuse('STATE_CHANGED');
  if (position && reached(position, 'packed')) return refuse('CHANGE_PICKUP_TOO_LATE');
  if (inPersonOnly && !wished.isPrefectural) return refuse('PICKUP_MUST_BE_PREFECTURAL');
  return decidePickup(wished.library, dayOf(wished.at));
}
