import { orNone } from '@toshobin/service';
import type { StaffWebDeps } from '../deps.ts';

type Deps = Pick<StaffWebDeps, 'shipping' | 'libraries'>;
type Known = Awaited<ReturnType<typeof lastParcelOf>> & {};

/** The parcel that a copy was packed into last; undefined also while nobody can be asked. */
export async function lastParcelOf({ shipping }: Pick<Deps, 'shipping'>, barcode: string) {
  const known = await orNone(shipping.parcelsOfCopy({ params: { barcode } }));
  return known?.parcels[0];
}

/** Says which parcel that has not left a copy is in, as far as is known; undefined where it is in none. */
export async function openParcelOf(deps: Deps, barcode: string): Promise<string | undefined> {
  const parcel = await lastParcelOf(deps, barcode);
  return parcel?.state === 'open' ? inParcel(parcel, await deps.libraries.names()) : undefined;
}

/** To be said to a desk: which parcel a copy is in. */
export function inParcel(
  { library, direction, parcelNumber }: Known,
  nameOf: (code: string) => string,
): string {
  return `${nameOf(library)}${direction === 'outward' ? 'あて' : 'から'}の小包 ${parcelNumber} に入っています`;
}
