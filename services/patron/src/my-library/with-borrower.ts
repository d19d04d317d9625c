import { type LedgerState, wasLent } from '@toshobin/lending-rules';

/** Whether a lost copy is with its borrower, for all we know: then it is theirs until it turns up. */
export function isLostByBorrower({ stage, copy }: LedgerState): boolean {
  if (stage !== 'lost' || copy === null) return false;
  return wasLent(copy) && !copy.position.onReturnLeg;
}
