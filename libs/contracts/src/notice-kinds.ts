import type { ReservationNoticeKind } from './events.ts';

type Trait =
  /** The patron must hear the mail: where none reaches, staff telephone (R2, R6). */
  | 'mustReach'
  /** The mail says that the copy can be picked up. */
  | 'saysReady'
  /** The mail tells of a scan: one taken back before the mail went out, and made again, makes it true again. */
  | 'trueAgain'
  /** The mail reminds or accuses: the catalog is asked before it is sent. */
  | 'asksTheCatalog'
  /** The mail tells how the reservation ended without a loan. */
  | 'tellsTheEnd'
  /** The mail names the pickup library of a copy that has not come yet (R20). */
  | 'namesPickup'
  /** The mail waits ten minutes: its news mostly comes in parts, or is put right at once. */
  | 'waits'
  /** The mail is not sent again: its dates may have moved since; ready mail and reminders name today's. */
  | 'neverAgain';

const traitsOf: Readonly<Record<ReservationNoticeKind, readonly Trait[]>> = {
  accepted: ['namesPickup'],
  yourTurn: ['namesPickup'],
  readyAtMunicipal: ['mustReach', 'saysReady', 'trueAgain'],
  readyAtPrefectural: ['mustReach', 'saysReady', 'trueAgain'],
  readyTakenBack: ['mustReach', 'waits'],
  holdEndsSoon: ['asksTheCatalog'],
  dueSoon: ['asksTheCatalog'],
  overdue: ['asksTheCatalog'],
  extended: [],
  expired: ['mustReach', 'asksTheCatalog', 'tellsTheEnd'],
  cancelledByPatron: ['tellsTheEnd'],
  cancelledByLibrary: ['mustReach', 'tellsTheEnd'],
  handedIn: ['trueAgain'],
  returned: ['trueAgain'],
  loanLimitReached: ['trueAgain'],
  delayed: ['waits'],
  datesMoved: ['mustReach', 'asksTheCatalog', 'neverAgain', 'waits'],
  pickupLibraryPaused: ['mustReach'],
};

const kindsThat = (trait: Trait): ReadonlySet<string> =>
  new Set(Object.entries(traitsOf).flatMap(([kind, traits]) => (traits.includes(trait) ? [kind] : [])));

export const MUST_REACH = kindsThat('mustReach');
export const SAYS_READY = kindsThat('saysReady');
export const TRUE_AGAIN = kindsThat('trueAgain');
export const ASKS_THE_CATALOG = kindsThat('asksTheCatalog');
export const TELLS_THE_END = kindsThat('tellsTheEnd');
export const NAMES_PICKUP = kindsThat('namesPickup');
export const WAITS = kindsThat('waits');
export const NEVER_AGAIN = kindsThat('neverAgain');
