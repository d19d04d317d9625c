import type { LedgerState, LedgerStateCopy, LendingStatus } from './ledger-state.ts';

const isToPack: Readonly<Record<LendingStatus, boolean>> = {
  waiting: false,
  suspended: false,
  toFetch: false,
  fetched: true,
  // Shipping told so itself, and knows better whether it was taken out since.
  packed: true,
  inTransit: false,
  held: false,
  onLoan: false,
  handedIn: false,
  comingHome: false,
  lost: false,
  over: false,
};

/** The copy that is its reservation's own while that goes on: no parcel keeps it for any other. */
export function ownCopy({ ended, copy }: LedgerState): LedgerStateCopy | null {
  return ended === null ? copy : null;
}

/** R11. That copy, if it was fetched for a municipal library and has not left: to be packed once it has a loan slot (R3). */
export function copyToPack(state: LedgerState): LedgerStateCopy | null {
  return isToPack[state.stage] ? ownCopy(state) : null;
}
