import { PREFECTURAL_LIBRARY, type ShippingActivities } from '@toshobin/contracts';
import { allow, refuse } from '@toshobin/lending-rules';
import { fromColumn, toColumn } from '../database/day-columns.ts';
import { inTransaction, type Transaction } from '../database/open-database.ts';
import { planOutward } from '../dispatch-days/plan-dispatch.ts';
import { pickupLibrary, readPlanning } from '../dispatch-days/read-planning.ts';
import type { PackingRow } from '../generated/prisma/client.ts';
import type { Shipping } from '../shipping.ts';
import { findAndLockPackingRow, lockReservation } from './lock-packing-row.ts';

export type Redirect = Parameters<ShippingActivities['redirect']>[0];
type Redirected = Awaited<ReturnType<ShippingActivities['redirect']>>;

/**
 * R20. Another pickup library for a copy that waits for packing, with a new plan; to the prefectural library it leaves
 * the list. The lock of its row judges between this and packing. `notListed` when there is nothing to redirect. Refuses
 * CHANGE_PICKUP_TOO_LATE once it is packed. Repeated for the same library it answers what it answered first.
 */
export async function redirect(shipping: Shipping, command: Redirect): Promise<Redirected> {
  return inTransaction(shipping.db, async (tx) => {
    await lockReservation(tx, command.reservationId);
    const row = await findAndLockPackingRow(tx, command);
    if (row?.state === 'packed' || row?.state === 'dispatched') return refuse('CHANGE_PICKUP_TOO_LATE');
    const isDone = row?.pickupLibrary === command.pickupLibrary;
    if (command.pickupLibrary === PREFECTURAL_LIBRARY) {
      if (row?.state === 'removed') return allow({ found: isDone ? 'redirected' : 'notListed' });
      if (row) await leaveTheList(tx, row, command);
      return allow({ found: row ? 'redirected' : 'notListed' });
    }
    if (row?.state !== 'waiting') return allow({ found: 'notListed' });
    const { plannedDispatchDay, expectedDate } = isDone ? row : await planAnew(tx, row, command);
    return allow({
      found: 'redirected',
      plannedDispatchDay: fromColumn(plannedDispatchDay),
      expectedDate: fromColumn(expectedDate),
    });
  });
}

async function leaveTheList(tx: Transaction, row: PackingRow, { at }: Redirect): Promise<void> {
  await tx.packingRow.update({
    where: { reservationId_allocation: keyOf(row) },
    data: { state: 'removed', pickupLibrary: PREFECTURAL_LIBRARY, removedAt: new Date(at) },
  });
}

async function planAnew(
  tx: Transaction,
  row: PackingRow,
  { pickupLibrary: code, at }: Redirect,
): Promise<PackingRow> {
  const planning = await readPlanning(tx, at, code);
  const library = pickupLibrary(planning, code);
  if (!library) throw new Error(`There is no pickup library with the code ${code}`);
  const plan = planOutward([row], library, planning);
  return tx.packingRow.update({
    where: { reservationId_allocation: keyOf(row) },
    data: {
      pickupLibrary: code,
      plannedDispatchDay: toColumn(plan.dispatchDay),
      expectedDate: toColumn(plan.expectedDate),
    },
  });
}

function keyOf({ reservationId, allocation }: PackingRow): { reservationId: string; allocation: number } {
  return { reservationId, allocation };
}
