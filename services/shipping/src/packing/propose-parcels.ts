import type { PackingProposal } from '@toshobin/contracts';
import { dayOf } from '@toshobin/lending-rules';
import { policyInForce } from '../policy/policy-in-force.ts';
import { proposePacking } from '../postage/propose-packing.ts';
import { ratesInForce } from '../postage/rates-in-force.ts';
import type { ShippingDeps } from '../shipping-deps.ts';
import type { PackingListRow } from './read-packing-list.ts';

/** R11. The best parcels for what waits on the packing list, library by library, in the order of the list. */
export async function proposeParcels(
  deps: Pick<ShippingDeps, 'db' | 'now'>,
  rows: readonly PackingListRow[],
): Promise<PackingProposal[]> {
  const rules = { policy: await policyInForce(deps.db), rates: ratesInForce(dayOf(deps.now())) };
  const libraries = [...new Set(rows.map(({ pickupLibrary }) => pickupLibrary))];
  return libraries.map((library) => {
    const own = rows.filter(({ pickupLibrary }) => pickupLibrary === library);
    return { library, ...proposePacking(own, rules) };
  });
}
