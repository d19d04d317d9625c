import { type Allocation, AllocationSchema, parseKnown } from '@toshobin/contracts';
import type { PackingRow } from '../generated/prisma/client.ts';

/** What packing needs of the copy of a row. */
export function itemOf({ item }: PackingRow): Allocation | null {
  return parseKnown(AllocationSchema.nullable(), item);
}
