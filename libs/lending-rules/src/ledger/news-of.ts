import { z } from 'zod';
import type { LedgerState, LendingStatus } from './ledger-state.ts';

/** What happened by which a reservation stands otherwise: the name of the news, as operators read it. */
export const NewsSchema = z.enum([
  'joinedTheQueue',
  'refused',
  'copyChosen',
  'backInTheQueue',
  'passedOn',
  'suspended',
  'resumed',
  'fetched',
  'putOnTheHoldShelf',
  'packed',
  'posted',
  'receivedAtBranch',
  'handedOut',
  'handedIn',
  'sentBack',
  'broughtHome',
  'lost',
  'cancelled',
  'expired',
  'longOverdue',
  'settled',
  'settlementTakenBack',
  'noCopyLeft',
  'scanTakenBack',
  'copiesSwapped',
  'delayed',
  'shelfCheckAnswered',
  'holdBegun',
  'holdNotBegun',
  'dateMoved',
  'pickupLibraryChanged',
  'toldAnew',
]);
export type News = z.infer<typeof NewsSchema>;

/** The news that a state is, beside the one before it; none before: the reservation is new. */
export function newsOf(before: LedgerState | undefined, after: LedgerState): News {
  if (after.unservable !== null && before?.unservable == null) return 'noCopyLeft';
  if (before && isSettledByDesk(before) !== isSettledByDesk(after)) {
    return isSettledByDesk(after) ? 'settled' : 'settlementTakenBack';
  }
  if (before?.stage !== after.stage) {
    return before && isStepBack(before, after) ? 'scanTakenBack' : newsOfStage(before, after);
  }
  if (before.ended !== after.ended) return newsOfEnd(after);
  if (before.copy?.allocation !== after.copy?.allocation) {
    return before.copy?.journey === after.copy?.journey ? 'copiesSwapped' : 'copyChosen';
  }
  if (before.pickupLibrary !== after.pickupLibrary) return 'pickupLibraryChanged';
  if (before.resumesOn !== after.resumesOn) return 'suspended';
  // Put into a box at its branch it was on its way home already; it is missed from the day on which the box left.
  if (isSentBackUnasked(after) && !isSentBackUnasked(before)) return 'sentBack';
  return newsOfCopy(before.copy, after.copy);
}

function isSettledByDesk({ settled }: LedgerState): boolean {
  return settled?.byDesk === true;
}

function isSentBackUnasked({ stage, copy }: LedgerState): boolean {
  return stage === 'comingHome' && copy?.endedAt === null && copy.position.sentBackAt !== undefined;
}

/** How far a reservation has come at each stage. */
const wayOf: Readonly<Record<LendingStatus, number>> = {
  waiting: 0,
  suspended: 1,
  toFetch: 2,
  fetched: 3,
  packed: 4,
  inTransit: 5,
  held: 6,
  onLoan: 7,
  handedIn: 8,
  comingHome: 9,
  lost: 10,
  over: 11,
};

/** The copy of both states is one, and less far on its way in the later one. */
function isStepBack(before: LedgerState, after: LedgerState): boolean {
  const same = before.copy !== null && before.copy.journey === after.copy?.journey;
  return same && wayOf[after.stage] < wayOf[before.stage];
}

function newsOfStage(before: LedgerState | undefined, after: LedgerState): News {
  switch (after.stage) {
    case 'waiting':
      if (before === undefined) return 'joinedTheQueue';
      return before.stage === 'suspended' ? 'resumed' : 'backInTheQueue';
    case 'suspended':
      return after.resumesOn === null ? 'passedOn' : 'suspended';
    case 'toFetch':
      return 'copyChosen';
    case 'inTransit':
      return 'posted';
    case 'held':
      return after.copy?.position.shippedAt === undefined ? 'putOnTheHoldShelf' : 'receivedAtBranch';
    case 'onLoan':
      return 'handedOut';
    case 'comingHome':
    case 'over':
      return newsOfEnd(after);
    case 'fetched':
    case 'packed':
    case 'handedIn':
    case 'lost':
      return after.stage;
  }
}

function newsOfEnd({ stage, ended, copy }: LedgerState): News {
  if (ended === 'rejected') return 'refused';
  if (copy?.position.homeAt !== undefined) return 'broughtHome';
  if (ended === 'cancelled' || ended === 'expired' || ended === 'longOverdue' || ended === 'lost')
    return ended;
  return stage === 'comingHome' ? 'sentBack' : 'toldAnew';
}

function newsOfCopy(before: LedgerState['copy'], after: LedgerState['copy']): News {
  if (before === null || after === null) return 'toldAnew';
  if (before.round !== after.round) return 'scanTakenBack';
  if (after.delayed && !before.delayed) return 'delayed';
  if (before.shelfCheck !== after.shelfCheck) return 'shelfCheckAnswered';
  if (before.holdUntil === null && after.holdUntil !== null) return 'holdBegun';
  if (before.holdUntil !== null && after.holdUntil === null) return 'holdNotBegun';
  const moved = before.holdUntil?.at !== after.holdUntil?.at || before.due?.at !== after.due?.at;
  return moved ? 'dateMoved' : 'toldAnew';
}
