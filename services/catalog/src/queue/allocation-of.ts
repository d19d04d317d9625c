import type { Allocation } from '@toshobin/contracts';
import type { Transaction } from '../database.ts';
import { describeAllocation } from '../ledger/describe-allocation.ts';
import type { Journey } from '../ledger/journey.ts';

/** A journey's allocation as the others hear of it. */
export async function allocationOf(tx: Transaction, journey: Journey): Promise<Allocation> {
  const { record, ...copy } = await tx.copy.findUniqueOrThrow({
    where: { id: journey.copyId },
    include: { record: { select: { protectiveCover: true } } },
  });
  return describeAllocation(
    { number: journey.allocation, reservationId: journey.reservationId, openedAt: journey.openedAt },
    { ...copy, protectiveCover: record.protectiveCover },
  );
}
