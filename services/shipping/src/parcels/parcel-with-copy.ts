import { PackingRowSchema, type ParcelWithCopy } from '@toshobin/contracts';
import {
  allow,
  chooseMode,
  type Decision,
  dayOf,
  dispatchDayFor,
  firstDay,
  type PostalItem,
  type PostalMode,
  postageOf,
  refuse,
} from '@toshobin/lending-rules';
import { expectedAt, mayLeave, planOutward } from '../dispatch-days/plan-dispatch.ts';
import { libraryNamed, type Planning, readPlanning } from '../dispatch-days/read-planning.ts';
import { ratesInForce } from '../postage/rates-in-force.ts';
import { copyNumber } from '../scans/copy-number.ts';
import type { Shipping } from '../shipping.ts';
import { readParcel } from './lock-parcel.ts';
import { refuseNotOpen } from './may-handle.ts';

/**
 * R11. What an open outward parcel would be with one more copy of the packing list: whether it goes beyond the Yu-Mail
 * guide by it, and what each way out costs and takes. Changes nothing. Refuses as packing does.
 */
export async function parcelWithCopy(
  shipping: Shipping,
  wanted: { parcelNumber: string; barcode: string },
): Promise<Decision<ParcelWithCopy>> {
  const number = copyNumber(wanted.barcode);
  if (!number.ok) return number;
  const parcel = await readParcel(shipping.db, wanted.parcelNumber);
  if (parcel?.direction !== 'outward') return refuse('NOT_FOUND');
  if (parcel.state !== 'open') return refuseNotOpen(parcel);
  const row = await shipping.db.packingRow.findFirst({
    where: { barcode: number.value },
    orderBy: { allocation: 'desc' },
  });
  if (!row) return refuse('NOT_FOUND');
  if (row.state !== 'waiting') return refuse('STATE_CHANGED');
  const planning = await readPlanning(shipping.db, shipping.now());
  if (row.pickupLibrary !== parcel.libraryCode) {
    const { name } = libraryNamed(planning, row.pickupLibrary);
    return refuse('PARCEL_OTHER_LIBRARY', { pickupLibrary: name });
  }
  const library = libraryNamed(planning, parcel.libraryCode);
  const { policy } = planning;
  const [inside, together] = [parcel.lines, [...parcel.lines, row]];
  const wayOf = (mode: PostalMode, parcels: readonly (readonly PostalItem[])[]) => {
    const first = dispatchDayFor(mode, planning.at, planning.dispatch);
    const dispatchDay = firstDay(first, 1, (day) => mayLeave(day, mode, library, planning), 'nothing leaves');
    return {
      yen: parcels.map((items) => priceOf(items, mode, planning)),
      dispatchDay,
      expectedDate: expectedAt(library, dispatchDay, mode, planning),
    };
  };
  const beyond = (items: readonly PostalItem[]) => chooseMode(items, policy).mode === 'yuPack';
  return allow({
    copy: PackingRowSchema.parse({
      ...row,
      copyId: String(row.copyId),
      plannedDispatchDay: planOutward([row], library, planning).dispatchDay,
    }),
    goesBeyond: inside.length > 0 && beyond(together) && !beyond(inside),
    guide: {
      items: policy.yuMailMaxItems,
      grams: policy.yuMailMaxWeightGrams,
      millimetres: policy.yuMailMaxThicknessMm,
    },
    yuPack: wayOf('yuPack', [together]),
    nextParcel: wayOf('yuMail', [inside, [row]]),
  });
}

function priceOf(items: readonly PostalItem[], mode: PostalMode, { at }: Planning): number | null {
  const rates = ratesInForce(dayOf(at));
  return (rates && postageOf(items, mode, rates)) ?? null;
}
