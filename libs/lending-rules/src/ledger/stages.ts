import type { LendingStatus } from './ledger-state.ts';

/** What follows from the stage of a reservation alone; a set of stages has its name here. */
export type StageTrait =
  /** Its copy was fetched for a pickup library, and has not left. */
  | 'beingPacked'
  /** Its copy was dispatched, or arrived, and was not handed out. */
  | 'posted'
  /** R17: its copy has a date, of a hold or a loan, that a closure may move. */
  | 'dated'
  /** R18: what is lost is settled here, and what is long overdue. */
  | 'maySettle'
  /** Its copy is gone, or its way is over. */
  | 'over'
  /** What is to be done with its copy, and when, hangs on numbers of the rules. */
  | 'byTheNumbers'
  /** Its process waits for what the patron service alone knows: a loan slot, or a mail that says that it is ready. */
  | 'waitsForPatronService';

const traits: Readonly<Record<LendingStatus, readonly StageTrait[]>> = {
  waiting: [],
  suspended: ['waitsForPatronService'],
  toFetch: [],
  fetched: ['beingPacked', 'waitsForPatronService'],
  packed: ['beingPacked'],
  inTransit: ['posted', 'dated'],
  held: ['posted', 'dated', 'waitsForPatronService'],
  onLoan: ['dated', 'maySettle', 'byTheNumbers'],
  handedIn: [],
  comingHome: ['byTheNumbers'],
  lost: ['maySettle', 'over'],
  over: ['over'],
};

export function stageIs(stage: LendingStatus, trait: StageTrait): boolean {
  return traits[stage].includes(trait);
}
