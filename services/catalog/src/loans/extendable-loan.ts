import {
  allow,
  type Decision,
  type ExtensionRequest,
  type Instant,
  instantFromDate,
  isHome,
  refuse,
  wasHandedIn,
  wasHandedOut,
} from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import { dueOf } from '../ledger/due-of.ts';
import type { Journey } from '../ledger/journey.ts';
import { libraryOf } from '../libraries/find-library.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { countWaiting } from '../queue/queue-positions.ts';

/** R8. A loan with all that the catalog knows of whether it may be extended. Refuses NOT_ON_LOAN. */
export async function extendableLoan(
  tx: Transaction,
  journey: Journey,
  holderHasOtherOverdue: boolean,
): Promise<Decision<Omit<ExtensionRequest, 'asked'> & { extendedAt: Instant | undefined }>> {
  const { loan, entry } = journey;
  if (loan === null || loan.endedAt !== null || isHome(journey)) return refuse('NOT_ON_LOAN');
  const { calendar } = await libraryOf(tx, entry.pickupLibrary);
  const policy = await policyInForce(tx);
  return allow({
    loan: {
      due: dueOf(loan),
      pickedUp: wasHandedOut(journey),
      extended: loan.extendedAt !== null,
      handedIn: wasHandedIn(journey),
      othersWaiting: (await countWaiting(tx, entry.recordId)) > 0,
      holderHasOtherOverdue,
    },
    extendedAt: loan.extendedAt ? instantFromDate(loan.extendedAt) : undefined,
    calendar,
    policy,
  });
}
