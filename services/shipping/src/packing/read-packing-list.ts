import { PackingRowSchema } from '@toshobin/contracts';
import type { z } from 'zod';
import { planOutward } from '../dispatch-days/plan-dispatch.ts';
import { libraryNamed, readPlanning } from '../dispatch-days/read-planning.ts';
import type { Shipping } from '../shipping.ts';

export type PackingListRow = z.infer<typeof PackingRowSchema>;

/** Copies that wait for a parcel, by pickup library and age; the day is the one they leave when packed now. */
export async function readPackingList(shipping: Shipping): Promise<PackingListRow[]> {
  const planning = await readPlanning(shipping.db, shipping.now());
  const rows = await shipping.db.packingRow.findMany({ where: { state: 'waiting' } });
  return rows
    .map((row) => ({ row, library: libraryNamed(planning, row.pickupLibrary) }))
    .sort((a, b) => a.library.order - b.library.order || a.row.addedAt.getTime() - b.row.addedAt.getTime())
    .map(({ row, library }) =>
      PackingRowSchema.parse({
        ...row,
        copyId: String(row.copyId),
        plannedDispatchDay: planOutward([row], library, planning).dispatchDay,
      }),
    );
}
