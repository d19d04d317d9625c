import type { Allocation } from '@toshobin/contracts';
import type { Journey } from '../copies/journey.ts';
import type { Tx } from '../open-database.ts';
import { describeAllocation } from './describe-allocation.ts';

/** A journey's allocation as the others hear of it. */
export async function allocationOf(tx: Tx, journey: Journey): Promise<Allocation> {
  const { record, ...copy } = await tx.copy.findUniqueOrThrow({
    where: { id: journey.copyId },
    include: { record: { select: { protectiveCover: true } } },
  });
  return describeAllocation(
    { number: journey.allocation, reservationId: journey.reservationId, openedAt: journey.openedAt },
    { ...copy, protectiveCover: record.protectiveCover },
  );
}
