import { wasFetched } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import type { AllocationEnding } from '../generated/prisma/enums.ts';
import type { Journey } from '../ledger/journey.ts';
import { putWhereItIs } from '../ledger/record-fact.ts';
import { changed } from '../ledger/tell-changed.ts';
import { allocateNext } from './allocate-next.ts';

/**
 * Ends an open allocation and its loan; the record and the copy are locked. A copy that was never fetched stands on
 * its shelf again and goes to the next in the queue; any other stays where it is until it is scanned home.
 */
export async function endAllocation(
  tx: Transaction,
  journey: Journey,
  ending: AllocationEnding,
  at: Date,
): Promise<void> {
  changed(tx, journey.reservationId);
  await tx.allocation.update({ where: { number: journey.allocation }, data: { closedAt: at, ending } });
  await tx.loan.updateMany({
    where: { allocation: journey.allocation, endedAt: null },
    data: { endedAt: at },
  });
  journey.open = false;
  journey.ending = ending;
  if (wasFetched(journey)) return;
  await putWhereItIs(tx, journey);
  await allocateNext(tx, journey.entry.recordId, at);
}
