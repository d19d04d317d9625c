import { defaultPolicy } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import { changePolicy } from './change-policy.ts';

/** Version 1 of the policy, with the numbers of the library's own page; false when there is one already. */
export async function writeFirstPolicy(deps: CatalogDeps): Promise<boolean> {
  const decision = await changePolicy(deps, { basedOnVersion: 0, policy: defaultPolicy, account: 'load' });
  return decision.ok;
}
