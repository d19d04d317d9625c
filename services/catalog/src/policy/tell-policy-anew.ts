import type { CatalogDeps } from '../catalog-deps.ts';
import { inTransaction } from '../ledger/in-transaction.ts';
import { newestPolicy } from './policy-in-force.ts';
import { writePolicy } from './write-policy.ts';

/** More than the numbers can have been changed in the time since a backup. */
const VERSIONS = 1_000;

/**
 * After this database was set back to a backup: the numbers that are in force here now hold for the others too. Of a change
 * that is lost they know a newer version, and of the next ones they would take none for news until it is passed.
 */
export async function tellPolicyAnew(deps: Pick<CatalogDeps, 'db' | 'now' | 'committed'>): Promise<void> {
  await inTransaction(deps, async (tx) => {
    const { version, policy } = await newestPolicy(tx);
    await writePolicy(tx, { version: version + VERSIONS, policy, account: 'restored' }, deps.now());
  });
}
