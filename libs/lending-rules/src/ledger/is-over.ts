import { isUnreturned } from '../outcomes/outcome.ts';
import type { LedgerState } from './ledger-state.ts';
import { stageIs } from './stages.ts';

/**
 * Whether nothing is left to be done for a reservation but to tell its end. A lost copy, or one that is long overdue
 * (R18), is found by an ordinary scan.
 */
export function isOver({ stage, ended }: Pick<LedgerState, 'stage' | 'ended'>): boolean {
  return stageIs(stage, 'over') || isUnreturned(ended);
}
