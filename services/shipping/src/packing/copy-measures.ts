import type { Allocation, EventData } from '@toshobin/contracts';
import { inTransaction, type Transaction } from '../database/open-database.ts';
import type { Shipping } from '../shipping.ts';
import { lockCopy } from './lock-packing-row.ts';

/**
 * Staff have measured a copy: where it waits for a parcel it weighs that from now on, and so it does when it comes onto
 * the list. A parcel that it is in keeps the weight it was packed with. An older word than the one kept changes nothing.
 */
export async function keepMeasures(
  shipping: Shipping,
  event: EventData<'catalog.copy.measured'>,
  sequence: string,
): Promise<void> {
  const copyId = BigInt(event.copyId);
  const { weightGrams, thicknessMm, supplementCount } = event;
  const measures = { weightGrams, thicknessMm, supplementCount };
  await inTransaction(shipping.db, async (tx) => {
    await lockCopy(tx, copyId);
    const kept = await tx.copyMeasures.findUnique({ where: { copyId } });
    if (kept && kept.sequence >= BigInt(sequence)) return;
    const row = { ...measures, sequence: BigInt(sequence) };
    await tx.copyMeasures.upsert({ where: { copyId }, create: { copyId, ...row }, update: row });
    await tx.packingRow.updateMany({
      where: { copyId, state: { in: ['waiting', 'packed'] } },
      data: measures,
    });
  });
}

/**
 * An allocation with what its copy weighs by now: it may have been measured since it was allocated. Until the end of the
 * transaction nothing newer is kept, so that none is heard between this and the row of the packing list.
 */
export async function asMeasured(tx: Transaction, allocation: Allocation): Promise<Allocation> {
  const copyId = BigInt(allocation.copyId);
  await lockCopy(tx, copyId);
  const kept = await tx.copyMeasures.findUnique({ where: { copyId } });
  if (!kept) return allocation;
  const { weightGrams, thicknessMm, supplementCount } = kept;
  return { ...allocation, weightGrams, thicknessMm, supplementCount };
}
