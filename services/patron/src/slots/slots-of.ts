import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import type { LedgerState } from '@toshobin/lending-rules';
import { isUnconfirmed } from '../my-library/row-of.ts';
import { isLostByBorrower } from '../my-library/with-borrower.ts';

/** R3. What a reservation counts as. */
export type Slots =
  | 'reservation'
  /** Whichever it is: a loan slot is claimed before the copy is packed, and stays claimed when it is unpacked. */
  | 'reservationOrClaim'
  /** In a parcel that has not left: a loan to be. */
  | 'claim'
  | 'loan'
  /** R10: a loan by policy. */
  | 'handedIn'
  | 'free';

/** R3. What a reservation counts as by how it stands: what has left the building is a loan until it is back. */
export function slotsOf(state: LedgerState): Slots {
  switch (state.stage) {
    case 'waiting':
    case 'suspended':
    case 'toFetch':
      return 'reservation';
    case 'fetched':
      return 'reservationOrClaim';
    case 'packed':
      return 'claim';
    case 'held':
      return state.pickupLibrary === PREFECTURAL_LIBRARY ? 'reservation' : 'loan';
    case 'inTransit':
    case 'onLoan':
      return 'loan';
    case 'handedIn':
      return 'handedIn';
    case 'comingHome':
      return state.ended === null || isUnconfirmed(state) ? 'loan' : 'free';
    case 'lost':
      return isLostByBorrower(state) ? 'loan' : 'free';
    case 'over':
      return 'free';
  }
}
