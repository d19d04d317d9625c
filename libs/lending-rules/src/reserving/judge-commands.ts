import type { CalendarDate } from '../calendar/calendar-date.ts';
import { isAfter } from '../calendar/compare.ts';
import type { Deadline } from '../calendar/deadline.ts';
import { type Instant, startOfDay } from '../calendar/instant.ts';
import { type AllocationEnding, endingIs } from '../ledger/allocation-ending.ts';
import { type EntryState, hasLeftTheQueue, isQueued } from '../ledger/is-queued.ts';
import { type LibraryReason, type Unservable, UnservableSchema } from '../ledger/ledger-state.ts';
import type { LendingPolicy } from '../policy/lending-policy.ts';
import { type Position, reached } from '../position/position.ts';
import { allow, type Decision, refuse } from '../refusals/decision.ts';
import type { Refusal } from '../refusals/refusal.ts';
import { decideMaterial, type Lending } from './decide-material.ts';

// What the commands of a process decide, over what the catalog has loaded under its locks: the service carries the
// answers out on its rows, the ports in memory on a map.

export interface ChosenCopy {
  /** Whether the copy is still its reservation's own. */
  open: boolean;
  ending: AllocationEnding | null;
  position: Position;
}

/**
 * Whether a reservation joins the queue of its title, or has been answered before. Refuses what R4 refuses, NOT_FOUND
 * for a title or a counter loan that is not there, STATE_CHANGED for a reservation that has left the queue. A
 * reservation that was refused once is refused the same again, whatever became of the title.
 *
 * @param known undefined for a reservation that never asked
 * @param title undefined for one that the catalog does not have
 */
export function judgeJoining(
  known: { state: EntryState; refusal: Refusal | null; hasCopy: boolean } | undefined,
  title: { lending: Lending; lendableCopies: number } | undefined,
  asked: { channel: 'web' | 'phone' | 'counter'; pickupIsPrefectural: boolean },
  policy: LendingPolicy,
): Decision<'joins' | 'hasJoined'> {
  if (known?.refusal) return { ok: false, refusal: known.refusal };
  const { channel, pickupIsPrefectural } = asked;
  // A loan made at the counter has its copy before its process asks.
  if (channel === 'counter') {
    return known?.hasCopy && known.state !== 'left' ? allow('hasJoined') : refuse('NOT_FOUND');
  }
  if (known) return hasLeftTheQueue(known.state) ? refuse('STATE_CHANGED') : allow('hasJoined');
  if (title === undefined) return refuse('NOT_FOUND');
  const decision = decideMaterial(title, { channel, pickupIsPrefectural }, policy);
  return decision.ok ? allow('joins') : decision;
}

/** What a cancellation ends, and where the copy is. */
export interface Leaving {
  ends: 'waiting' | 'allocation' | 'nothing';
  copyIs: 'none' | 'onShelf' | 'atPrefectural' | 'packed' | 'away';
}

/**
 * R20. A reservation is cancelled. Refuses CANCEL_TOO_LATE once its copy was handed out, or came home, and
 * STATE_CHANGED to a process that cancels because no copy is left, when one is there again.
 *
 * @param order who cancels by a wish has decided it, whatever the reason
 */
export function judgeLeaving(
  { state, unservable }: { state: EntryState; unservable: Unservable | null },
  copy: ChosenCopy | undefined,
  { isWish, reason }: { isWish: boolean; reason: LibraryReason | null },
): Decision<Leaving> {
  const asNoCopyIsLeft = !isWish && UnservableSchema.safeParse(reason).success;
  if (asNoCopyIsLeft && unservable === null && !hasLeftTheQueue(state)) return refuse('STATE_CHANGED');
  if (isQueued(state)) return allow({ ends: 'waiting', copyIs: 'none' });
  if (copy === undefined || endingIs(copy.ending, 'withdrawal'))
    return allow({ ends: 'nothing', copyIs: 'none' });
  const { open, ending, position } = copy;
  if (reached(position, 'handedOut') || (ending === 'home' && reached(position, 'home'))) {
    return refuse('CANCEL_TOO_LATE');
  }
  return allow({ ends: open ? 'allocation' : 'nothing', copyIs: copyOnCancelling(position) });
}

function copyOnCancelling({ furthest }: Position): Leaving['copyIs'] {
  switch (furthest) {
    case 'allocated':
    case 'home':
      return 'onShelf';
    case 'picked':
      return 'atPrefectural';
    case 'packed':
      return 'packed';
    case 'shipped':
    case 'arrived':
    case 'handedOut':
    case 'handedIn':
    case 'sentBack':
      return 'away';
  }
}

/**
 * R15, R20. Does a suspended reservation wait again? Its process says so when the day has come, or a loan slot was
 * found; a day that was chosen meanwhile stands. Refuses STATE_CHANGED for one that has left the queue, and to a
 * patron's wish for one that waits for a loan slot.
 */
export function judgeResuming(
  entry: { state: EntryState; resumesOn: CalendarDate | null } | undefined,
  { isWish, at }: { isWish: boolean; at: Instant },
): Decision<{ waitsAgain: boolean }> {
  if (entry === undefined || hasLeftTheQueue(entry.state)) return refuse('STATE_CHANGED');
  const { state, resumesOn } = entry;
  if (state !== 'suspended') return allow({ waitsAgain: false });
  if (isWish) return resumesOn === null ? refuse('STATE_CHANGED') : allow({ waitsAgain: true });
  return allow({ waitsAgain: resumesOn === null || !isAfter(startOfDay(resumesOn), at) });
}

/**
 * R15. The patron had no loan slot within the time: the copy passes on to the next who may have it, and is kept while
 * there is nobody. `gone` when it is packed, or this reservation's no more, or needs no slot at the counter; passed on
 * before it goes to nobody.
 */
export function judgePassingOn<Next>(
  { open, ending, position, atPrefectural }: ChosenCopy & { atPrefectural: boolean },
  next: Next | undefined,
): { state: 'passedOn'; to: Next | undefined } | { state: 'kept' | 'gone' } {
  if (ending === 'passedOn') return { state: 'passedOn', to: undefined };
  if (!open || atPrefectural || reached(position, 'packed')) return { state: 'gone' };
  return next === undefined ? { state: 'kept' } : { state: 'passedOn', to: next };
}

/**
 * R6, R9. The hold ended and nobody came. `handedOut` when a hand-out was recorded meanwhile, `home` when the copy is
 * held no more for another reason: it came home, is lost, or was taken from its reservation. `notYet` when its end has
 * moved to a later day (R17), or there is none any more: its mail came back (R6), or another library was chosen.
 *
 * @param end of the hold; null while it has not begun
 */
export function judgeExpiry(
  { open, ending, position }: ChosenCopy,
  end: Deadline | null,
  at: Instant,
): 'expired' | 'handedOut' | 'home' | 'notYet' {
  if (position.furthest === 'home' || ending === 'lost' || endingIs(ending, 'withdrawal')) return 'home';
  if (reached(position, 'handedOut')) return 'handedOut';
  return open && (end === null || isAfter(end.at, at)) ? 'notYet' : 'expired';
}

/**
 * R8 「受け取りました」: was the copy handed out, as its patron says? Refuses NOT_ON_LOAN while nothing can have been
 * handed out (not posted yet, or the hold is over), ALREADY_HANDED_IN. Its arrival may not have been scanned either.
 */
export function judgePickedUp(
  { open, position }: ChosenCopy,
  { isLent, atPrefectural }: { isLent: boolean; atPrefectural: boolean },
): Decision<'isKnown' | 'isNew'> {
  if (reached(position, 'handedIn') || position.furthest === 'home') return refuse('ALREADY_HANDED_IN');
  if (open && isLent && reached(position, 'handedOut')) return allow('isKnown');
  const mayBeInHand = !position.onReturnLeg && reached(position, atPrefectural ? 'picked' : 'shipped');
  return open && mayBeInHand ? allow('isNew') : refuse('NOT_ON_LOAN');
}

/**
 * R18. Whether the borrower has the copy past its date, also when its loan has ended for that before.
 *
 * @param judgedBy the date whose reminders were in vain: false when another one is in force
 */
export function isLongOverdue(
  copy: ChosenCopy | undefined,
  due: Deadline | undefined,
  { at, judgedBy = due?.date }: { at: Instant; judgedBy?: CalendarDate | undefined },
): boolean {
  if (!copy || !due || !isAfter(at, due.at) || due.date !== judgedBy) return false;
  const { open, ending, position } = copy;
  return (open || ending === 'closed') && reached(position, 'handedOut') && !reached(position, 'handedIn');
}

/**
 * A copy is lost. If it was not handed out yet, its reservation waits for another one; if it was lent, handed in, or is
 * on its way home, the loan ends and its process with it, and nobody is blamed. Nothing follows for a reservation that
 * has gone on without it.
 */
export function judgeLoss(
  { open, position }: ChosenCopy,
  state: EntryState,
): 'waitsForAnother' | 'loanEnds' | 'nothing' {
  if (open && !reached(position, 'handedOut') && !position.onReturnLeg) return 'waitsForAnother';
  // A copy handed in after its process had ended (long overdue) is with its borrower no more.
  const isHandedIn = state === 'closed' && position.onReturnLeg;
  return open || state === 'left' || isHandedIn ? 'loanEnds' : 'nothing';
}

/** Whether a copy that shipping gave up for lost was seen since: home, or, sent out, in its borrower's hands. */
export function wasSeenSince(position: Position, direction: 'outward' | 'return'): boolean {
  return position.furthest === 'home' || (direction === 'outward' && reached(position, 'handedOut'));
}
