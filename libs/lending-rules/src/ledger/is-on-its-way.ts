import type { LedgerState, LendingStatus } from './ledger-state.ts';

const onItsWay: Readonly<Record<LendingStatus, boolean>> = {
  waiting: true,
  suspended: true,
  toFetch: true,
  fetched: true,
  packed: true,
  inTransit: true,
  held: false,
  onLoan: false,
  handedIn: false,
  comingHome: false,
  lost: false,
  over: false,
};

/** Whether a reservation goes on and has nothing to be picked up yet. */
export function isOnItsWay({ stage }: Pick<LedgerState, 'stage'>): boolean {
  return onItsWay[stage];
}
