import { type Allocation, AllocationSchema, holdNumberOf } from '@toshobin/contracts';
import { instantFromDate } from '@toshobin/lending-rules';
import type { z } from 'zod';
import type { LockedCopy } from './lock-copy.ts';

type Chosen = { number: number; reservationId: string; openedAt: Date };
type Item = Pick<
  LockedCopy,
  'id' | 'barcode' | 'weightGrams' | 'thicknessMm' | 'supplementCount' | 'protectiveCover'
>;

/** An allocation as the others hear of it: what packing needs of the copy, no title. */
export function describeAllocation(chosen: Chosen, copy: Item): Allocation {
  return AllocationSchema.parse({
    reservationId: chosen.reservationId,
    allocation: chosen.number,
    copyId: String(copy.id),
    barcode: copy.barcode,
    weightGrams: copy.weightGrams,
    thicknessMm: copy.thicknessMm,
    protectiveCover: copy.protectiveCover,
    supplementCount: copy.supplementCount,
    holdNumber: holdNumberOf(chosen.number),
    allocatedAt: instantFromDate(chosen.openedAt),
  } satisfies z.input<typeof AllocationSchema>);
}
