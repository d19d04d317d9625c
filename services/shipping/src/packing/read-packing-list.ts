import { type Allocation, type PackingListRowSchema, PackingRowSchema } from '@toshobin/contracts';
import { instantFromDate } from '@toshobin/lending-rules';
import type { z } from 'zod';
import { planOutward } from '../planning/plan-dispatch.ts';
import { libraryNamed, type Planning, readPlanning } from '../planning/read-planning.ts';
import type { ShippingDeps } from '../shipping-deps.ts';
import { itemOf } from './item-of.ts';
import { waitingRows } from './waiting.ts';

export type PackingListRow = z.infer<typeof PackingListRowSchema>;

/** Copies that wait for a parcel, by pickup library and age; the day is the one they leave when packed now. */
export async function readPackingList(deps: ShippingDeps): Promise<PackingListRow[]> {
  const [planning, rows] = await Promise.all([readPlanning(deps.db, deps.now()), waitingRows(deps.db)]);
  return rows
    .map((row) => ({ row, library: libraryNamed(planning, row.pickupLibrary) }))
    .sort((a, b) => a.library.order - b.library.order || Number(a.row.listedAt) - Number(b.row.listedAt))
    .flatMap(({ row, library }) => {
      const item = itemOf(row);
      const since = row.listedAt && instantFromDate(row.listedAt);
      return item ? { ...asListed(item, library.code, planning), since } : [];
    });
}

/** A copy as the packing list shows it. */
export function asListed(
  item: Allocation,
  pickupLibrary: string,
  planning: Planning,
): z.infer<typeof PackingRowSchema> {
  const plan = planOutward([item], libraryNamed(planning, pickupLibrary), planning);
  return PackingRowSchema.parse({ ...item, pickupLibrary, plannedDispatchDay: plan.dispatchDay });
}
