import { type DispatchBoard, type Parcel, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { dateColumn, dayOf, isAfter, isDispatchDay, nextDispatchDay, timeOn } from '@toshobin/lending-rules';
import { describeParcel } from '../parcels/describe-parcel.ts';
import { withLines } from '../parcels/lock-parcel.ts';
import { nextYuMailDay } from '../planning/plan-dispatch.ts';
import { type Planning, readPlanning } from '../planning/read-planning.ts';
import { type Cheaper, cheaperPacking } from '../postage/cheaper-packing.ts';
import { ratesInForce } from '../postage/rates-in-force.ts';
import type { ShippingDeps } from '../shipping-deps.ts';

/** R11. What leaves next and until when, by library; the outward parcels that are open, and those that left today. */
export async function readDispatchBoard(deps: ShippingDeps): Promise<DispatchBoard> {
  const at = deps.now();
  const today = dayOf(at);
  const orderBy = [{ library: { order: 'asc' } }, { serial: 'asc' }] as const;
  const [planning, open, left] = await Promise.all([
    readPlanning(deps.db, at),
    deps.db.parcel.findMany({
      where: { direction: 'outward', state: 'open' },
      include: withLines,
      orderBy: [...orderBy],
    }),
    deps.db.parcel.findMany({
      where: { direction: 'outward', dispatchDay: dateColumn(today) },
      include: withLines,
      orderBy: [...orderBy],
    }),
  ]);
  const { dispatch, libraries } = planning;
  const packed = open
    .filter(({ lines }) => lines.length > 0)
    .map((parcel) => describeParcel(parcel, planning));
  const next = nextDispatchDay(at, dispatch);
  return {
    today,
    cutOff: isDispatchDay(dispatch, today) ? timeOn(today, dispatch.cutOff) : null,
    nextDispatchDay: next,
    noDispatch: dispatch.noDispatch.filter(({ until }) => !isAfter(today, until)),
    leaving: [...libraries.values()]
      .filter(({ code }) => code !== PREFECTURAL_LIBRARY)
      .sort((a, b) => a.order - b.order)
      .map((library) => {
        const day = nextYuMailDay(library, planning);
        return { library: library.code, day, waits: isAfter(day, next) };
      }),
    open: packed,
    left: left.map((parcel) => describeParcel(parcel, planning)),
    cheaper: cheaperOnes(packed, planning),
  };
}

function cheaperOnes(parcels: readonly Parcel[], { at, policy }: Planning): Cheaper[] {
  const rates = ratesInForce(dayOf(at));
  if (!rates) return [];
  return [...new Set(parcels.map(({ library }) => library))].flatMap((library) => {
    const packed = parcels.filter((parcel) => parcel.library === library);
    const found = cheaperPacking(library, packed, { policy, rates });
    return found ? [found] : [];
  });
}
