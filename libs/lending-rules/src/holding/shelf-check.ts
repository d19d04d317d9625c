import { isAfter } from '../calendar/compare.ts';
import type { Deadline } from '../calendar/deadline.ts';
import type { Instant } from '../calendar/instant.ts';
import type { LedgerState, ShelfCheckAnswer } from '../ledger/ledger-state.ts';
import { ownCopy } from '../ledger/to-pack.ts';
import { allow, type Decision, refuse } from '../refusals/decision.ts';

/** R9. What its branch was asked of the copy of an allocation: 「棚にありますか」. */
export interface ShelfQuestion {
  allocation: number;
  askedAt: Instant;
  answer: ShelfCheckAnswer | null;
}

/** The copy that is a reservation's own, and the end of its hold while it is on the hold shelf (`shelvedUntil`). */
interface OwnCopy {
  allocation: number | null;
  shelvedUntil: Instant | null;
}

/** R9. The end of the hold of its own copy, while that is on the hold shelf by all that was scanned and answered. */
export function shelvedUntil(state: LedgerState): Deadline | null {
  const copy = state.stage === 'held' ? ownCopy(state) : null;
  return copy?.shelfCheck === null ? copy.holdUntil : null;
}

/**
 * R9. Whether a branch looks for a copy still: it is on its shelf for all we know, and its hold had ended when the branch
 * was asked. An end that has moved since is another one, of which it is asked anew.
 */
export function isStillAsked({ allocation, askedAt, answer }: ShelfQuestion, own: OwnCopy): boolean {
  if (answer !== null || allocation !== own.allocation || own.shelvedUntil === null) return false;
  return !isAfter(own.shelvedUntil, askedAt);
}

/** R9. Whether who asks at the end of a hold asks anew; repeated it is the same question, and an answer stays. */
export function asksAnew(asked: ShelfQuestion | null, end: Instant | null): boolean {
  if (asked === null) return true;
  return asked.answer === null && end !== null && isAfter(end, asked.askedAt);
}

/**
 * R9. What an answer does: it is told, or says nothing, since nobody waits for it any more or it was given before.
 * Refuses STATE_CHANGED when the other answer was given before.
 */
export function judgeShelfAnswer(
  asked: ShelfQuestion,
  own: OwnCopy,
  answer: ShelfCheckAnswer,
): Decision<'tells' | 'saysNothing'> {
  if (asked.answer !== null && asked.answer !== answer) return refuse('STATE_CHANGED');
  return allow(isStillAsked(asked, own) ? 'tells' : 'saysNothing');
}
