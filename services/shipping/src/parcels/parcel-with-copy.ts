import type { ParcelWithCopy } from '@toshobin/contracts';
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
import { expectedAt, mayLeave } from '../dispatch-days/plan-dispatch.ts';
import { libraryNamed, type Planning, readPlanning } from '../dispatch-days/read-planning.ts';
import { asListed } from '../packing/read-packing-list.ts';
import { newestRowOf, waitingFor } from '../packing/waiting.ts';
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
  const row = await newestRowOf(shipping.db, number.value);
  if (!row) return refuse('NOT_FOUND');
  const waiting = await waitingFor(shipping.db, row, parcel.libraryCode);
  if (!waiting.ok) return waiting;
  const { item } = waiting.value;
  const planning = await readPlanning(shipping.db, shipping.now());
  const library = libraryNamed(planning, parcel.libraryCode);
  const { policy } = planning;
  const [inside, together] = [parcel.lines, [...parcel.lines, item]];
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
    copy: asListed(item, library.code, planning),
    goesBeyond: inside.length > 0 && beyond(together) && !beyond(inside),
    guide: {
      items: policy.yuMailMaxItems,
      grams: policy.yuMailMaxWeightGrams,
      millimetres: policy.yuMailMaxThicknessMm,
    },
    yuPack: wayOf('yuPack', [together]),
    nextParcel: wayOf('yuMail', [inside, [item]]),
  });
}

function priceOf(items: readonly PostalItem[], mode: PostalMode, { at }: Planning): number | null {
  const rates = ratesInForce(dayOf(at));
  return (rates && postageOf(items, mode, rates)) ?? null;
}
