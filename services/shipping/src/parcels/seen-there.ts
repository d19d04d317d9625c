import type { ShippingDeps } from '../shipping-deps.ts';
import { type ParcelWithLines, standingOf, toldOfCopies } from './lock-parcel.ts';

/** Whether a copy of a parcel that was only taken for arrived was in somebody's hand there, so that it did arrive. */
export async function seenThere({ db }: Pick<ShippingDeps, 'db'>, parcel: ParcelWithLines): Promise<boolean> {
  if (!parcel.arrivalAssumed) return false;
  const [events, told] = await Promise.all([
    db.parcelEvent.findMany({ where: { parcelNumber: parcel.number }, orderBy: { sequence: 'asc' } }),
    toldOfCopies(db, parcel.lines),
  ]);
  return standingOf({ ...parcel, events }, told).seenAt !== null;
}
