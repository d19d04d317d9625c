import type { LedgerState, LedgerStateCopy } from './ledger-state.ts';
import { stageIs } from './stages.ts';

/** The copy that is its reservation's own while that goes on: no parcel keeps it for any other. */
export function ownCopy({ ended, copy }: LedgerState): LedgerStateCopy | null {
  return ended === null ? copy : null;
}

/** R11. The copy, fetched for a municipal library and not gone, that is packed once it has a loan slot (R3). */
export function copyToPack(state: LedgerState): LedgerStateCopy | null {
  return stageIs(state.stage, 'beingPacked') ? ownCopy(state) : null;
}
