import type { LedgerState } from '../ledger/ledger-state.ts';
import { isWithoutItsBook } from '../ledger/settled.ts';
import type { Outcome } from '../outcomes/outcome.ts';
import { isLostByBorrower, isUnconfirmed } from '../slots/slots-of.ts';
import type { ReservationState } from './reservation-state.ts';

/** How a reservation is shown to its patron and to staff. */
export interface Shown {
  state: ReservationState;
  /** Whether it is over for the patron: the title may be reserved again. */
  ended: boolean;
}

/** The state of a row by how its process ended. A long overdue loan ends with its return. */
export const stateAfter: Readonly<Record<Outcome, ReservationState>> = {
  returned: 'returned',
  expired: 'expired',
  cancelled: 'cancelled',
  rejected: 'rejected',
  lost: 'lostInTransit',
  longOverdue: 'returned',
};

const open = (state: ReservationState) => ({ state, ended: false });
const ended = (state: ReservationState) => ({ state, ended: true });

/** What a reservation is shown as by how it stands; `isKept`: its copy is kept for a loan slot (R15). */
export function shownOf(
  state: LedgerState,
  { atPrefectural, isKept }: { atPrefectural: boolean; isKept: boolean },
): Shown {
  switch (state.stage) {
    case 'waiting':
      return open('queued');
    case 'suspended':
      // R15: the reservation was passed on, and has no day until it has a loan slot.
      return open(state.resumesOn === null ? 'heldForLoanLimit' : 'suspended');
    case 'toFetch':
      return open('allocated');
    case 'fetched':
      return open(isKept ? 'heldForLoanLimit' : 'picked');
    case 'packed':
      return open('packed');
    case 'inTransit':
      return open(state.copy?.delayed ? 'arrivalOverdue' : 'shipped');
    case 'held':
      return open(isUnconfirmed(state, atPrefectural) ? 'handOutUnconfirmed' : 'ready');
    case 'onLoan':
      return open('handedOut');
    case 'handedIn':
      return open('returning');
    case 'comingHome':
      if (isUnconfirmed(state, atPrefectural)) return open('handOutUnconfirmed');
      // A reservation whose copy is sent back unasked goes on until it is home.
      return state.ended === null ? open('arrivalOverdue') : ended(stateAfter[state.ended]);
    case 'lost':
      return isLostByBorrower(state) ? open('lostInTransit') : ended('lostInTransit');
    case 'over':
      return ended(isWithoutItsBook(state.settled?.how) ? 'settled' : stateAfter[state.ended ?? 'cancelled']);
  }
}
