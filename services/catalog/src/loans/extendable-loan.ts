import {
  allow,
  type Decision,
  type ExtensionRequest,
  type Instant,
  instantFromDate,
  refuse,
} from '@toshobin/lending-rules';
import { reached } from '@toshobin/lending-rules/ledger';
import type { Transaction } from '../database.ts';
import { dueOf } from '../ledger/due-of.ts';
import type { Journey } from '../ledger/journey.ts';
import { libraryOf } from '../libraries/find-library.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { countWaiting } from '../queue/queue-positions.ts';

/** R8. A loan with all that the catalog knows of whether it may be extended. Refuses NOT_ON_LOAN. */
export async function extendableLoan(
  tx: Transaction,
  { loan, position, entry }: Journey,
  holderHasOtherOverdue: boolean,
): Promise<Decision<Omit<ExtensionRequest, 'asked'> & { extendedAt: Instant | undefined }>> {
  if (loan === null || loan.endedAt !== null || position.furthest === 'home') return refuse('NOT_ON_LOAN');
  const { calendar } = await libraryOf(tx, entry.pickupLibrary);
  const policy = await policyInForce(tx);
  return allow({
    loan: {
      due: dueOf(loan),
      pickedUp: reached(position, 'handedOut'),
      extended: loan.extendedAt !== null,
      handedIn: reached(position, 'handedIn'),
      othersWaiting: (await countWaiting(tx, entry.recordId)) > 0,
      holderHasOtherOverdue,
    },
    extendedAt: loan.extendedAt ? instantFromDate(loan.extendedAt) : undefined,
    calendar,
    policy,
  });
}
