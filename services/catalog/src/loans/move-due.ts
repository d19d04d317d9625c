import {
  type Deadline,
  dueAfterLateMail,
  type Instant,
  instantFromDate,
  loanDeadline,
} from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import { dueColumns, dueOf } from '../ledger/due-of.ts';
import { libraryOf } from '../libraries/library-of.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { withAllocation } from '../queue/with-allocation.ts';

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
      const { loan } = journey;
      if (loan !== null && (loan.endedAt !== null || loan.extendedAt !== null)) return dueOf(loan);
      const startedAt = loan
        ? instantFromDate(loan.startedAt)
        : (journey.position.shippedAt ?? command.mailAcceptedAt);
      const { calendar } = await libraryOf(tx, journey.entry.pickupLibrary);
      const { policy } = await policyInForce(tx);
      const present = loan ? dueOf(loan) : loanDeadline(startedAt, calendar, policy);
      const due = dueAfterLateMail(startedAt, present, command.mailAcceptedAt, calendar, policy);
      if (loan !== null && due.at !== present.at) {
        await tx.loan.update({ where: { allocation: journey.allocation }, data: dueColumns(due) });
      }
      return due;
    },
    () => undefined,
  );
}
