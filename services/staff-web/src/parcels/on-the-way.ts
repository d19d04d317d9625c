import { type Parcel, type ParcelDirection, ParcelDirectionSchema } from '@toshobin/contracts';
import type { Request } from 'express';
import type { StaffWebDeps } from '../deps.ts';
import { orFault } from '../pages/draw-page.ts';
import { notEmpty } from './not-empty.ts';

/** Which way is asked for in an address; out, unless it says so. */
export function directionIn(request: Pick<Request, 'query'>): ParcelDirection {
  return ParcelDirectionSchema.safeParse(request.query.direction).data ?? 'outward';
}

/** The parcels that are on their way out or back, those expected first before the others. */
export async function parcelsOnTheirWay(
  { shipping }: Pick<StaffWebDeps, 'shipping'>,
  direction: ParcelDirection,
): Promise<Parcel[]> {
  const found = orFault(await shipping.listParcels({ query: { state: 'dispatched', direction } }));
  const dayOf = ({ expectedDate }: Parcel) => expectedDate ?? '9999';
  return notEmpty(found.parcels).toSorted((a, b) => (dayOf(a) < dayOf(b) ? -1 : dayOf(a) > dayOf(b) ? 1 : 0));
}
