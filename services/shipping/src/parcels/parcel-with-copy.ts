import {
  allow,
  chooseMode,
  dayOf,
  dispatchDayFor,
  firstDay,
  type PostalItem,
  type PostalMode,
  postageOf,
  refuse,
} from '@toshobin/lending-rules';
import { asListed } from '../packing/read-packing-list.ts';
import { newestRowOf, waitingFor } from '../packing/waiting.ts';
import { expectedAt, mayLeave } from '../planning/plan-dispatch.ts';
import { libraryNamed, type Planning, readPlanning } from '../planning/read-planning.ts';
import { ratesInForce } from '../postage/rates-in-force.ts';
import { copyNumber } from '../scans/copy-number.ts';
import type { Answers } from '../shipping-deps.ts';
import { readParcel } from './lock-parcel.ts';
import { refuseNotOpen } from './may-handle.ts';

/**
 * R11. What an open outward parcel would be with one more copy of the packing list: whether it goes beyond the Yu-Mail
 * guide, and what each way out costs and takes. Changes nothing. Refuses as packing does.
 */
export const parcelWithCopy: Answers<'parcelWithCopy'> = async (deps, wanted) => {
  const number = copyNumber(wanted.barcode);
  if (!number.ok) return number;
  const parcel = await readParcel(deps.db, wanted.parcelNumber);
  if (parcel?.direction !== 'outward') return refuse('NOT_FOUND');
  if (parcel.state !== 'open') return refuseNotOpen(parcel);
  const row = await newestRowOf(deps.db, number.value);
  if (!row) return refuse('NOT_FOUND');
  const waiting = await waitingFor(deps.db, row, parcel.libraryCode);
  if (!waiting.ok) return waiting;
  const { item } = waiting.value;
  const planning = await readPlanning(deps.db, deps.now());
  const library = libraryNamed(planning, parcel.libraryCode);
  const { policy } = planning;
  const [inside, together] = [parcel.lines, [...parcel.lines, item]];
  // A copy that is beyond the guide by itself goes by Yu-Pack also in a parcel of its own.
  const alone = chooseMode([item], policy).mode;
  const wayOf = (mode: PostalMode, yen: (number | null)[]) => {
    const first = dispatchDayFor(mode, planning.at, planning.dispatch);
    const dispatchDay = firstDay(first, 1, (day) => mayLeave(day, mode, library, planning), 'nothing leaves');
    return { mode, yen, dispatchDay, expectedDate: expectedAt(library, dispatchDay, mode, planning) };
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
    yuPack: wayOf('yuPack', [priceOf(together, 'yuPack', planning)]),
    nextParcel: wayOf(alone, [priceOf(inside, 'yuMail', planning), priceOf([item], alone, planning)]),
  });
};

function priceOf(items: readonly PostalItem[], mode: PostalMode, { at }: Planning): number | null {
  const rates = ratesInForce(dayOf(at));
  return (rates && postageOf(items, mode, rates)) ?? null;
}
