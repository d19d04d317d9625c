import { type Allocation, AllocationSchema } from '@toshobin/contracts';
import type { PackingRow } from '../generated/prisma/client.ts';

/** What packing needs of the copy of a row. */
export function itemOf({ item }: PackingRow): Allocation | null {
  return AllocationSchema.nullable().parse(item);
}
