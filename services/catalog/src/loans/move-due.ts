import { type Deadline, dueOnceMailed, type Instant } from '@toshobin/lending-rules';
import type { Carries } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';
import { dueColumns } from '../ledger/due-of.ts';
import type { Journey } from '../ledger/journey.ts';
import { libraryOf } from '../libraries/find-library.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { withAllocation } from '../queue/with-allocation.ts';
import { datesOf } from './open-loan.ts';

/**
 * R7. The ready mail is about to go out: if that is late, the due date moves later, so that the mail says it. Answers
 * the date in force. A loan that was extended or has ended keeps its date; for an allocation that ended before its loan
 * was opened the answer is the date it would have had, and nothing changes. Undefined for an allocation that the
 * catalog does not know.
 */
export const moveDueAfterLateMail: Carries<'moveDueAfterLateMail'> = (deps, command) =>
  withAllocation<Deadline | undefined>(
    deps,
    command,
    (tx, journey) => moveDue(tx, journey, command.mailAcceptedAt),
    () => undefined,
  );

/** R7. The due date once the ready mail was accepted for sending: never earlier than before. The copy is locked. */
export async function moveDue(tx: Transaction, journey: Journey, mailAcceptedAt: Instant): Promise<Deadline> {
  const loan = datesOf(journey);
  const { shippedAt } = journey.position;
  const { calendar } = await libraryOf(tx, journey.entry.pickupLibrary);
  const policy = await policyInForce(tx);
  const due = dueOnceMailed(loan, mailAcceptedAt, shippedAt, calendar, policy);
  if (loan && due.at !== loan.due.at) {
    await tx.loan.update({ where: { allocation: journey.allocation }, data: dueColumns(due) });
  }
  return due;
}
