import { type Deadline, dueAfterLateMail, type Instant, instantFromDate } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import { libraryOf } from '../libraries/library-of.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { dueColumns, dueOf } from './due-of.ts';
import { withAllocation } from './with-allocation.ts';

/**
 * R7. The ready mail was accepted for sending: if that was late, the due date moves later, never earlier. Answers the
 * date in force. A loan that was extended or has ended keeps its date.
 */
export function moveDueAfterLateMail(
  deps: CatalogDeps,
  command: { reservationId: string; allocation: number; mailAcceptedAt: Instant },
): Promise<Deadline> {
  return withAllocation(deps, command, async (tx, journey) => {
    const { loan } = journey;
    if (loan === null)
      throw new Error(`Allocation ${command.allocation} has no loan whose due date could move`);
    const present = dueOf(loan);
    if (loan.endedAt !== null || loan.extendedAt !== null) return present;
    const { calendar } = await libraryOf(tx, journey.entry.pickupLibrary);
    const { policy } = await policyInForce(tx);
    const due = dueAfterLateMail(
      instantFromDate(loan.startedAt),
      present,
      command.mailAcceptedAt,
      calendar,
      policy,
    );
    if (due.at !== present.at) {
      await tx.loan.update({ where: { allocation: journey.allocation }, data: dueColumns(due) });
    }
    return due;
  });
}
