import type { CatalogDeps } from '../catalog-deps.ts';
import { inTransaction } from '../ledger/in-transaction.ts';
import { newestPolicy } from './policy-in-force.ts';
import { writePolicy } from './write-policy.ts';

/** More changes than there can have been since a backup. */
const VERSIONS = 1_000;

/**
 * After this database was set back to a backup, has the numbers in force here hold for the others too. They know a
 * newer version by a change that is lost, and would take no next one for news until that is passed.
 */
export async function tellPolicyAnew(deps: Pick<CatalogDeps, 'db' | 'now' | 'committed'>): Promise<void> {
  await inTransaction(deps, async (tx) => {
    const { version, policy } = await newestPolicy(tx);
    await writePolicy(tx, { version: version + VERSIONS, policy, account: 'restored' }, deps.now());
  });
}
