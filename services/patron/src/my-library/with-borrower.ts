import { type LedgerState, type LedgerStateCopy, reached } from '@toshobin/lending-rules';

/** R9. Its branch has it no more, and nobody scanned that it was handed out or sent back. */
export function seemsHandedOut({ shelfCheck, position }: LedgerStateCopy): boolean {
  return shelfCheck === 'gone' && !position.onReturnLeg;
}

/** Whether a lost copy is with its borrower, for all we know: then it is theirs until it turns up. */
export function isLostByBorrower({ stage, copy }: LedgerState): boolean {
  if (stage !== 'lost' || copy === null) return false;
  return (reached(copy.position, 'handedOut') || seemsHandedOut(copy)) && !copy.position.onReturnLeg;
}
