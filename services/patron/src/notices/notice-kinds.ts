import type { ReservationNoticeKind } from '@toshobin/contracts';

type Trait =
  /** The patron must hear it: where no mail reaches, staff telephone (R2, R6). */
  | 'mustReach'
  /** It says that the copy can be picked up. */
  | 'saysReady'
  /** It tells of a scan: taken back before the mail went out and made again, it is true again. */
  | 'trueAgain'
  /** It reminds or accuses: the catalog is asked before it is sent. */
  | 'asksTheCatalog'
  /** It tells how the reservation ended without a loan. */
  | 'tellsTheEnd'
  /** What it says mostly comes in parts, or is put right at once: it waits ten minutes. */
  | 'waits'
  /** Its dates may have moved once more since; the ready mail and the reminders name those of today. */
  | 'neverAgain';

const traitsOf: Readonly<Record<ReservationNoticeKind, readonly Trait[]>> = {
  accepted: [],
  yourTurn: [],
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
export const WAITS = kindsThat('waits');
export const NEVER_AGAIN = kindsThat('neverAgain');
