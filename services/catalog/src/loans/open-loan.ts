import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import {
  type Deadline,
  type Instant,
  instantFromDate,
  type LendingPolicy,
  laterOf,
  loanDeadline,
} from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';
import type { Loan } from '../generated/prisma/client.ts';
import { dueColumns, dueOf } from '../ledger/due-of.ts';
import type { Journey } from '../ledger/journey.ts';
import { libraryOf } from '../libraries/library-of.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { withAllocation } from '../queue/with-allocation.ts';

/** What a loan opens with: its due date, and the numbers of the rules that the process keeps for it. */
export interface OpenedLoan {
  /** Not there for an allocation that the catalog does not know. */
  due?: Deadline;
  policy: LendingPolicy;
}

/**
 * R7. Opens the loan at dispatch, with the due date by the calendar of the pickup library; answers the date it has,
 * also when it was open, and the policy in force. An allocation that has ended meanwhile gets no loan: the date that it would have had is
 * answered, and nothing changes. It begins no earlier than its copy was chosen.
 */
export function openLoan(
  deps: CatalogDeps,
  command: { reservationId: string; allocation: number; startedAt: Instant },
): Promise<OpenedLoan> {
  return withAllocation(
    deps,
    command,
    async (tx, journey) => {
      const startedAt = laterOf(command.startedAt, instantFromDate(journey.openedAt));
      const { policy } = await policyInForce(tx);
      if (journey.loan !== null) return { due: dueOf(journey.loan), policy };
      if (!journey.open) return { due: await loanDue(tx, journey, startedAt), policy };
      return { due: dueOf(await startLoan(tx, journey, new Date(startedAt))), policy };
    },
    async (tx) => ({ policy: (await policyInForce(tx)).policy }),
  );
}

/** Writes the loan of an open allocation; the copy is locked. */
export async function startLoan(tx: Transaction, journey: Journey, startedAt: Date): Promise<Loan> {
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

/**
 * R7. The loan of a copy that is handed out without one: at the prefectural counter it begins now; at a pickup library it
 * began at dispatch, and if we have not heard of that yet, it begins here.
 */
export function beginLoan(tx: Transaction, journey: Journey, at: Date): Promise<Loan> {
  const { shippedAt } = journey.position;
  const fromDispatch = journey.entry.pickupLibrary !== PREFECTURAL_LIBRARY && shippedAt !== undefined;
  return startLoan(tx, journey, fromDispatch ? new Date(shippedAt) : at);
}

async function loanDue(tx: Transaction, journey: Journey, startedAt: Instant): Promise<Deadline> {
  const { calendar } = await libraryOf(tx, journey.entry.pickupLibrary);
  const { policy } = await policyInForce(tx);
  return loanDeadline(startedAt, calendar, policy);
}
