import type { Parcel } from '@toshobin/contracts';

/** An empty parcel can't be sent and needs no work; whoever has its number still gets to its page. */
export function notEmpty(parcels: readonly Parcel[]): Parcel[] {
  return parcels.filter(({ lines }) => lines.length > 0);
}
