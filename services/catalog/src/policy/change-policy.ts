import { uniqueViolation } from '@toshobin/database';
import { writeEvent } from '@toshobin/events';
import { allow, type Decision, type LendingPolicy, refuse } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import type { CatalogDeps } from '../catalog-deps.ts';
import { inTransaction } from '../ledger/in-transaction.ts';
import { newestPolicy } from './policy-in-force.ts';

/** Name space of the ids of policy events; with the time of the change it differs from one database to the next. */
const POLICY_EVENTS = '4dd9a1a4-2c63-5d2e-9f0c-3f7d6f0f6a51';

export interface PolicyChange {
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
        const changedAt = new Date(deps.now());
        await tx.policy.create({ data: { version, policy, changedBy: change.account, changedAt } });
        await writeEvent(tx, {
          id: derivedId(POLICY_EVENTS, `${version} ${changedAt.toISOString()}`),
          type: 'catalog.policy.changed',
          subject: 'policy',
          at: changedAt,
          data: { version, policy },
        });
        return allow({ version, policy });
      },
    );
  } catch (error) {
    if (uniqueViolation(error) === 'policy_pkey') return refuse('STATE_CHANGED');
    throw error;
  }
}
