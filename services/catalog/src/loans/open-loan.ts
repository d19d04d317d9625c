import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import {
  type Deadline,
  instantFromDate,
  isDispatchTakenBack,
  judgeLoanOpening,
  type LoanDates,
  loanDeadline,
} from '@toshobin/lending-rules';
import type { Carries } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';
import type { Loan } from '../generated/prisma/client.ts';
import { dueColumns, dueOf } from '../ledger/due-of.ts';
import type { Journey } from '../ledger/journey.ts';
import { libraryOf } from '../libraries/find-library.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { withAllocation } from '../queue/with-allocation.ts';

/**
 * R7. Opens the loan at dispatch, with the due date by the calendar of the pickup library; answers the date it has,
 * also when it was open, and the policy in force. An allocation that has ended meanwhile, or whose dispatch was taken
 * back, gets no loan: the answer is the date that it would have had, and nothing changes. A loan begins no earlier than
 * its copy was chosen.
 */
export const openLoan: Carries<'openLoan'> = (deps, command) =>
  withAllocation(
    deps,
    command,
    async (tx, journey) => {
      const policy = await policyInForce(tx);
      const { calendar } = await libraryOf(tx, journey.entry.pickupLibrary);
      const chosen = {
        open: journey.open && !isDispatchTakenBack(journey),
        chosenAt: instantFromDate(journey.openedAt),
        loan: datesOf(journey),
      };
      const { due, begins } = judgeLoanOpening(chosen, command.startedAt, calendar, policy);
      if (begins !== undefined) await writeLoan(tx, journey, { startedAt: new Date(begins), due });
      return { due, policy };
    },
    async (tx) => ({ policy: await policyInForce(tx) }),
  );

export function datesOf({ loan }: Journey): LoanDates | null {
  if (loan === null) return null;
  const { extendedAt, endedAt } = loan;
  return {
    startedAt: instantFromDate(loan.startedAt),
    due: dueOf(loan),
    extended: extendedAt !== null,
    ended: endedAt !== null,
  };
}

/** Writes the loan of an open allocation; the copy is locked. */
function writeLoan(
  tx: Transaction,
  { allocation, position }: Journey,
  { startedAt, due }: { startedAt: Date; due: Deadline },
): Promise<Loan> {
  const { handedOutAt = null, handedInAt = null } = position;
  return tx.loan.create({ data: { allocation, startedAt, ...dueColumns(due), handedOutAt, handedInAt } });
}

/**
 * R7. The loan of a copy that is handed out without one: at the prefectural counter it begins now; at a pickup library
 * it began at dispatch, and if we have not heard of that yet, it begins here.
 */
export async function beginLoan(tx: Transaction, journey: Journey, at: Date): Promise<Loan> {
  const { shippedAt } = journey.position;
  const fromDispatch = journey.entry.pickupLibrary !== PREFECTURAL_LIBRARY && shippedAt !== undefined;
  const startedAt = fromDispatch ? new Date(shippedAt) : at;
  const { calendar } = await libraryOf(tx, journey.entry.pickupLibrary);
  const policy = await policyInForce(tx);
  const due = loanDeadline(instantFromDate(startedAt), calendar, policy);
  return writeLoan(tx, journey, { startedAt, due });
}
