import type { LedgerState } from './ledger-state.ts';

/** R18. A process may end with these while somebody has the copy: then its row stays open until that is settled. */
function mayBeLent(outcome: string): boolean {
  return outcome === 'longOverdue' || outcome === 'lost';
}

/**
 * Whether a process that ended so has nothing to do any more. False: the reservation goes on (its return was taken back,
 * or it was handed out after its hold had ended), and needs a process again.
 */
export function isProcessOver({ stage, ended }: LedgerState, outcome: string): boolean {
  switch (stage) {
    case 'over':
    case 'lost':
      return true;
    case 'comingHome':
      return ended !== null;
    case 'onLoan':
    case 'handedIn':
      return mayBeLent(outcome);
    case 'waiting':
    case 'suspended':
    case 'toFetch':
    case 'fetched':
    case 'packed':
    case 'inTransit':
    case 'held':
      return false;
  }
}
