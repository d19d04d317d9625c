import { type Address, type LibraryCode, shippingApi } from '@toshobin/contracts';
import type { StaffWebDeps } from '../deps.ts';

/** Where parcels to a library are sent, by its code; undefined where nobody has entered it yet. */
export async function addressesOf({
  shipping,
}: Pick<StaffWebDeps, 'shipping'>): Promise<(library: LibraryCode) => Address | undefined> {
  const listed = await shipping.call(shippingApi.addresses, {});
  const known = new Map(
    listed.ok ? listed.value.addresses.map(({ library, address }) => [library, address]) : [],
  );
  return (library) => known.get(library);
}

/** In one line, as a label has it above the name. */
export function addressLine({ postcode, lines }: Address): string {
  return `〒${postcode}　${lines.join('　')}`;
}
