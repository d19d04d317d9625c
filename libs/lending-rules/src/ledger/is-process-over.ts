import { isUnreturned } from '../outcomes/outcome.ts';
import type { LedgerState } from './ledger-state.ts';
import { stageIs } from './stages.ts';

/**
 * Whether a process that ended so has nothing to do any more. False: the reservation goes on (its return was taken
 * back, or it was handed out after its hold had ended), and needs a process again.
 */
export function isProcessOver({ stage, ended }: LedgerState, outcome: string): boolean {
  if (stageIs(stage, 'over')) return true;
  if (stage === 'comingHome') return ended !== null;
  // R18. It may end with these while somebody has the copy: then its row stays open until that is settled.
  return stageIs(stage, 'lent') && isUnreturned(outcome);
}
