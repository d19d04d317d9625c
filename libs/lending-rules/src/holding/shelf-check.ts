import { isAfter } from '../calendar/compare.ts';
import type { Deadline } from '../calendar/deadline.ts';
import type { Instant } from '../calendar/instant.ts';
import type { LedgerState, ShelfCheckAnswer } from '../ledger/ledger-state.ts';
import { ownCopy } from '../ledger/to-pack.ts';
import { allow, type Decision, refuse } from '../refusals/decision.ts';

/** R9. The question 「棚にありますか」 to the branch, about the copy of an allocation. */
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

/** R9. The end of the hold of a reservation's own copy, while that is on the hold shelf by all scans and answers. */
export function shelvedUntil(state: LedgerState): Deadline | null {
  const copy = state.stage === 'held' ? ownCopy(state) : null;
  return copy?.shelfCheck === null ? copy.holdUntil : null;
}

/**
 * R9. Whether a branch still looks for a copy: it is on its shelf for all we know, and its hold had ended when the
 * branch was asked. A hold that has another end since is asked about anew.
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
