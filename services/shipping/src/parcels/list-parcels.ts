import type { Parcel } from '@toshobin/contracts';
import { dateColumn } from '@toshobin/lending-rules';
import { readPlanning } from '../planning/read-planning.ts';
import type { AskedOf, ShippingDeps } from '../shipping-deps.ts';
import { describeParcel } from './describe-parcel.ts';
import { withLines } from './lock-parcel.ts';

const AT_MOST = 200;

/** Parcels of a library, in a state, newest first; at most 200. */
export async function listParcels(deps: ShippingDeps, wanted: AskedOf<'listParcels'>): Promise<Parcel[]> {
  const parcels = await deps.db.parcel.findMany({
    where: {
      ...(wanted.library === undefined ? {} : { libraryCode: wanted.library }),
      ...(wanted.state === undefined ? {} : { state: wanted.state }),
      ...(wanted.direction === undefined ? {} : { direction: wanted.direction }),
      ...(wanted.trackingNumber === undefined ? {} : { trackingNumber: wanted.trackingNumber }),
      ...(wanted.expectedBefore === undefined
        ? {}
        : { expectedDate: { lt: dateColumn(wanted.expectedBefore) } }),
    },
    include: withLines,
    orderBy: [{ openedAt: 'desc' }, { serial: 'desc' }],
    take: AT_MOST,
  });
  // Reading the calendars costs more than finding that no parcel is late or lost.
  if (parcels.length === 0) return [];
  const planning = await readPlanning(deps.db, deps.now());
  return parcels.map((parcel) => describeParcel(parcel, planning));
}
