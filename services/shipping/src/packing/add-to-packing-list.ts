import { PREFECTURAL_LIBRARY, type ShippingActivities } from '@toshobin/contracts';
import type { CalendarDate } from '@toshobin/lending-rules';
import { fromColumn, toColumn } from '../database/day-columns.ts';
import { inTransaction } from '../database/open-database.ts';
import { planOutward } from '../dispatch-days/plan-dispatch.ts';
import { pickupLibrary, readPlanning } from '../dispatch-days/read-planning.ts';
import type { Shipping } from '../shipping.ts';
import { asMeasured } from './copy-measures.ts';
import { isAllocatedAnew, lockPackingRow, lockReservation } from './lock-packing-row.ts';

export type AddToPackingList = Parameters<ShippingActivities['addToPackingList']>[0];

/**
 * R11. A picked copy with a loan slot waits for a parcel to its pickup library. Answers the day on which it is planned to
 * leave, and to arrive, as if it were packed now. Repeated for the same reservation and allocation it answers what it
 * answered first. A removal is final for that allocation: it is not listed (again), however late it is asked for. One
 * that left the list for the prefectural library (`redirect`) enters it again, asked not before that: its pickup library
 * was changed back to one it has to travel to.
 */
export async function addToPackingList(
  shipping: Shipping,
  { allocation: allocated, pickupLibrary: code, at }: AddToPackingList,
): Promise<{ plannedDispatchDay: CalendarDate; expectedDate: CalendarDate }> {
  const key = { reservationId: allocated.reservationId, allocation: allocated.allocation };
  return inTransaction(shipping.db, async (tx) => {
    const planning = await readPlanning(tx, at, code);
    const library = pickupLibrary(planning, code);
    if (!library) throw new Error(`There is no pickup library with the code ${code}`);
    await lockReservation(tx, key.reservationId);
    const allocation = await asMeasured(tx, allocated);
    const plan = planOutward([allocation], library, planning);
    const row = {
      copyId: BigInt(allocation.copyId),
      barcode: allocation.barcode,
      holdNumber: allocation.holdNumber,
      pickupLibrary: code,
      weightGrams: allocation.weightGrams,
      thicknessMm: allocation.thicknessMm,
      protectiveCover: allocation.protectiveCover,
      supplementCount: allocation.supplementCount,
      state: 'waiting' as const,
      plannedDispatchDay: toColumn(plan.dispatchDay),
      expectedDate: toColumn(plan.expectedDate),
      addedAt: new Date(at),
    };
    const removal = await tx.packingRemoval.findUnique({ where: { reservationId_allocation: key } });
    // A copy waits for one reservation only: one that is asked for late has lost it to a newer one.
    const lost = await isAllocatedAnew(tx, { ...row, allocation: key.allocation });
    const removedAt = removal?.removedAt ?? (lost ? row.addedAt : null);
    const fate = removedAt ? { state: 'removed' as const, removedAt } : {};
    await tx.packingRow.createMany({ data: [{ ...key, ...row, ...fate }], skipDuplicates: true });
    const listed = await lockPackingRow(tx, key);
    const isBack =
      listed.state === 'removed' &&
      listed.pickupLibrary === PREFECTURAL_LIBRARY &&
      listed.removedAt !== null &&
      listed.removedAt <= row.addedAt;
    if (!lost && isBack)
      await tx.packingRow.update({
        where: { reservationId_allocation: key },
        data: { ...row, removedAt: null },
      });
    // And an older one that still waits for it has lost it to this one.
    await tx.packingRow.updateMany({
      where: { copyId: row.copyId, state: 'waiting', allocation: { lt: key.allocation } },
      data: { state: 'removed', removedAt: new Date(at) },
    });
    const kept = await tx.packingRow.findUniqueOrThrow({ where: { reservationId_allocation: key } });
    return {
      plannedDispatchDay: fromColumn(kept.plannedDispatchDay),
      expectedDate: fromColumn(kept.expectedDate),
    };
  });
}
