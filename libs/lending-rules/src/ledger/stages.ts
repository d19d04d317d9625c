import type { LendingStatus } from './ledger-state.ts';

/** What follows from the stage of a reservation alone; a set of stages has its name here. */
type StageTrait =
  /** The reservation goes on, and there is nothing to be picked up yet. */
  | 'onItsWay'
  /** The copy was fetched for a pickup library, and has not left. */
  | 'beingPacked'
  /** The copy was dispatched, or arrived, and was not handed out. */
  | 'posted'
  /** R17: the copy has a date, of a hold or a loan, that a closure may move. */
  | 'dated'
  /** R18: somebody has the copy, or has handed it in. */
  | 'lent'
  /** R18: a loan that is lost, or long overdue, is settled here. */
  | 'maySettle'
  /** The copy is gone, or its way is over. */
  | 'over'
  /** What is to be done with the copy, and when, hangs on numbers of the rules. */
  | 'byTheNumbers'
  /** The process waits for what the patron service alone knows: a loan slot, or a mail that says that a book is ready. */
  | 'waitsForPatronService';

const traits: Readonly<Record<LendingStatus, readonly StageTrait[]>> = {
  waiting: ['onItsWay'],
  suspended: ['onItsWay', 'waitsForPatronService'],
  toFetch: ['onItsWay'],
  fetched: ['onItsWay', 'beingPacked', 'waitsForPatronService'],
  // Shipping told so itself, and knows better whether it was taken out since.
  packed: ['onItsWay', 'beingPacked'],
  inTransit: ['onItsWay', 'posted', 'dated'],
  held: ['posted', 'dated', 'waitsForPatronService'],
  onLoan: ['lent', 'dated', 'maySettle', 'byTheNumbers'],
  handedIn: ['lent'],
  comingHome: ['byTheNumbers'],
  lost: ['maySettle', 'over'],
  over: ['over'],
};

export function stageIs(stage: LendingStatus, trait: StageTrait): boolean {
  return traits[stage].includes(trait);
}
