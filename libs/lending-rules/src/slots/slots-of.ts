import type { LedgerState } from '../ledger/ledger-state.ts';
import { seemsHandedOut, wasLent } from '../ledger/settled-of.ts';

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
export function slotsOf(state: LedgerState, atPrefectural: boolean): Slots {
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
      return atPrefectural ? 'reservation' : 'loan';
    case 'inTransit':
    case 'onLoan':
      return 'loan';
    case 'handedIn':
      return 'handedIn';
    case 'comingHome':
      return state.ended === null || isUnconfirmed(state, atPrefectural) ? 'loan' : 'free';
    case 'lost':
      return isLostByBorrower(state) ? 'loan' : 'free';
    case 'over':
      return 'free';
  }
}

/** R9. Whether the copy is not on the branch's shelf any more, also where its hold had ended before that was known. */
export function isUnconfirmed({ copy }: LedgerState, atPrefectural: boolean): boolean {
  return copy !== null && !atPrefectural && seemsHandedOut(copy);
}

/** Whether a lost copy is with its borrower, for all we know: then it is theirs until it turns up. */
export function isLostByBorrower({ stage, copy }: LedgerState): boolean {
  if (stage !== 'lost' || copy === null) return false;
  return wasLent(copy) && !copy.position.onReturnLeg;
}

/** R15. Whether the reservation may wait for a loan slot: its copy is fetched, or it was passed on till then. */
export function mayWaitForSlot({ stage, resumesOn }: LedgerState): boolean {
  return stage === 'fetched' || isPassedOn({ stage, resumesOn });
}

/** R15. Whether it was passed on: it keeps its place in the queue until it has a loan slot. */
export function isPassedOn({ stage, resumesOn }: Pick<LedgerState, 'stage' | 'resumesOn'>): boolean {
  return stage === 'suspended' && resumesOn === null;
}
