import {
  type Deadline,
  type Decision,
  decideExtension,
  type Instant,
  reached,
  refuse,
} from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import { dueOf } from '../ledger/due-of.ts';
import type { Journey } from '../ledger/journey.ts';
import { libraryOf } from '../libraries/library-of.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { countWaiting } from '../queue/queue-positions.ts';

/**
 * R8 with all that the catalog knows: whether an extension asked for at that moment is granted, and to when. Refuses
 * NOT_ON_LOAN and what decideExtension refuses.
 */
export async function judgeExtension(
  tx: Transaction,
  journey: Journey,
  asked: Instant,
  holderHasOtherOverdue: boolean,
): Promise<Decision<Deadline>> {
  const { loan, position, entry } = journey;
  if (loan === null || loan.endedAt !== null || position.furthest === 'home') return refuse('NOT_ON_LOAN');
  const { calendar } = await libraryOf(tx, entry.pickupLibrary);
  const { policy } = await policyInForce(tx);
  return decideExtension({
    loan: {
      due: dueOf(loan),
      pickedUp: reached(position, 'handedOut'),
      extended: loan.extendedAt !== null,
      handedIn: reached(position, 'handedIn'),
      othersWaiting: (await countWaiting(tx, entry.recordId)) > 0,
      holderHasOtherOverdue,
    },
    asked,
    calendar,
    policy,
  });
}
