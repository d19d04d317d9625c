import { type Deadline, dueOnceMailed, type Instant } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import { dueColumns } from '../ledger/due-of.ts';
import { libraryOf } from '../libraries/find-library.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { withAllocation } from '../queue/with-allocation.ts';
import { datesOf } from './open-loan.ts';

/**
 * R7. The ready mail was accepted for sending: if that was late, the due date moves later, never earlier. Answers the
 * date in force. A loan that was extended or has ended keeps its date; an allocation that ended before its loan was opened
 * is answered the date it would have had, and nothing changes. Undefined for one that the catalog does not know.
 */
export function moveDueAfterLateMail(
  deps: CatalogDeps,
  command: { reservationId: string; allocation: number; mailAcceptedAt: Instant },
): Promise<Deadline | undefined> {
  return withAllocation<Deadline | undefined>(
    deps,
    command,
    async (tx, journey) => {
      const loan = datesOf(journey);
      const { shippedAt } = journey.position;
      const { calendar } = await libraryOf(tx, journey.entry.pickupLibrary);
      const policy = await policyInForce(tx);
      const due = dueOnceMailed(loan, command.mailAcceptedAt, shippedAt, calendar, policy);
      if (loan && due.at !== loan.due.at) {
        await tx.loan.update({ where: { allocation: journey.allocation }, data: dueColumns(due) });
      }
      return due;
    },
    () => undefined,
  );
}
