import type { LedgerState } from './ledger-state.ts';
import { stageIs } from './stages.ts';

/** Whether a reservation goes on and has nothing to be picked up yet. */
export function isOnItsWay({ stage }: Pick<LedgerState, 'stage'>): boolean {
  return stageIs(stage, 'onItsWay');
}
