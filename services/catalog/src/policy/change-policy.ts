import { uniqueViolation } from '@toshobin/database';
import { allow, type Decision, type LendingPolicy, refuse } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import { inTransaction } from '../ledger/in-transaction.ts';
import { newestPolicy } from './policy-in-force.ts';
import { writePolicy } from './write-policy.ts';

interface PolicyChange {
  basedOnVersion: number;
  policy: LendingPolicy;
  /** The staff account. */
  account: string;
}

/**
 * New numbers for the next decisions; running loans keep their dates. Refuses STATE_CHANGED when somebody else changed
 * them since the version the change is based on.
 */
export async function changePolicy(
  deps: CatalogDeps,
  change: PolicyChange,
): Promise<Decision<{ version: number; policy: LendingPolicy }>> {
  const { policy } = change;
  try {
    return await inTransaction(
      deps,
      async (tx): Promise<Decision<{ version: number; policy: LendingPolicy }>> => {
        const present = await newestPolicy(tx);
        if (present.version !== change.basedOnVersion) return refuse('STATE_CHANGED');
        const version = present.version + 1;
        await writePolicy(tx, { version, policy, account: change.account }, deps.now());
        return allow({ version, policy });
      },
    );
  } catch (error) {
    if (uniqueViolation(error) === 'policy_pkey') return refuse('STATE_CHANGED');
    throw error;
  }
}
