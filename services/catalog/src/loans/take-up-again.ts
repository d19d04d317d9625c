import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { type Deadline, dueAfterLateHandOut, instantFromDate, laterDeadline } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import { dueColumns, dueOf } from '../ledger/due-of.ts';
import type { Journey } from '../ledger/journey.ts';
import { libraryOf } from '../libraries/find-library.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { beginLoan } from './open-loan.ts';

/**
 * R9. A copy is handed out although its hold had ended, or its reservation was cancelled: the allocation is open again,
 * and so is its loan, due 7 days later (for a cancelled one never earlier than before). A hand-out that happened before
 * the end and is only heard of later is an ordinary one; a hold at a pickup library ends with its due date, whenever
 * that was decided. The former end is kept, for a hand-out that is taken back.
 */
export async function takeUpAgain(tx: Transaction, journey: Journey, at: Date): Promise<void> {
  const { allocation, reservationId } = journey;
  const before = await tx.allocation.findUniqueOrThrow({ where: { number: allocation } });
  await tx.allocation.update({
    where: { number: allocation },
    data: { closedAt: null, ending: null, firstEndedAt: before.closedAt, firstEnding: before.ending },
  });
  await tx.queueEntry.update({ where: { reservationId }, data: { state: 'allocated' } });
  journey.open = true;
  journey.ending = null;
  const loan = journey.loan ?? (await beginLoan(tx, journey, at));
  const byDueDate = before.ending === 'expired' && journey.entry.pickupLibrary !== PREFECTURAL_LIBRARY;
  const late = byDueDate ? at > loan.dueAt : before.closedAt !== null && at >= before.closedAt;
  const due = late ? await lateDue(tx, journey, at) : dueOf(loan);
  journey.loan = await tx.loan.update({
    where: { allocation },
    data: {
      ...dueColumns(before.ending === 'expired' ? due : laterDeadline(dueOf(loan), due)),
      endedAt: null,
    },
  });
}

/** R9. The due date of a copy that is handed out after its hold had ended. */
export async function lateDue(tx: Transaction, { entry }: Journey, at: Date): Promise<Deadline> {
  const { calendar } = await libraryOf(tx, entry.pickupLibrary);
  const policy = await policyInForce(tx);
  return dueAfterLateHandOut(instantFromDate(at), calendar, policy);
}
