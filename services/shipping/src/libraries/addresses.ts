import { type Address, AddressSchema } from '@toshobin/contracts';
import type { ShippingDeps } from '../shipping-deps.ts';

/** Where parcels to the libraries are sent, in the page's order; a library whose address is not known is left out. */
export async function addresses({ db }: ShippingDeps): Promise<{ library: string; address: Address }[]> {
  const rows = await db.library.findMany({ where: { postcode: { not: null } }, orderBy: { order: 'asc' } });
  return rows.map(({ code, postcode, addressLines }) => ({
    library: code,
    address: AddressSchema.parse({ postcode, lines: addressLines }),
  }));
}
