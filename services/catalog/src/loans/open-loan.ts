import { type Deadline, type Instant, instantFromDate, loanDeadline } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import type { Journey } from '../copies/journey.ts';
import type { Loan } from '../generated/prisma/client.ts';
import { libraryOf } from '../libraries/library-of.ts';
import type { Tx } from '../open-database.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { dueColumns, dueOf } from './due-of.ts';
import { withAllocation } from './with-allocation.ts';

/**
 * R7. Opens the loan at dispatch, with the due date by the calendar of the pickup library; answers the date it has,
 * also when it was open. An allocation that has ended meanwhile gets no loan: the date that it would have had is
 * answered, and nothing changes.
 */
export function openLoan(
  deps: CatalogDeps,
  command: { reservationId: string; allocation: number; startedAt: Instant },
): Promise<Deadline> {
  return withAllocation(deps, command, async (tx, journey) => {
    if (journey.loan !== null) return dueOf(journey.loan);
    if (!journey.open) return loanDue(tx, journey, command.startedAt);
    return dueOf(await startLoan(tx, journey, new Date(command.startedAt)));
  });
}

/** Writes the loan of an open allocation; the copy is locked. */
export async function startLoan(tx: Tx, journey: Journey, startedAt: Date): Promise<Loan> {
  const due = await loanDue(tx, journey, instantFromDate(startedAt));
  const { handedOutAt, handedInAt } = journey.position;
  return tx.loan.create({
    data: {
      allocation: journey.allocation,
      startedAt,
      ...dueColumns(due),
      handedOutAt: handedOutAt ?? null,
      handedInAt: handedInAt ?? null,
    },
  });
}

async function loanDue(tx: Tx, journey: Journey, startedAt: Instant): Promise<Deadline> {
  const { calendar } = await libraryOf(tx, journey.entry.pickupLibrary);
  const { policy } = await policyInForce(tx);
  return loanDeadline(startedAt, calendar, policy);
}
