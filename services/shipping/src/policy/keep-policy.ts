import type { EventData } from '@toshobin/contracts';
import { defaultPolicy, type LendingPolicy, LendingPolicySchema } from '@toshobin/lending-rules';
import type { Database, Transaction } from '../database.ts';

/** Keeps a copy of the catalog's policy; an older version than the one kept changes nothing. */
export async function keepPolicy(db: Database, event: EventData<'catalog.policy.changed'>): Promise<void> {
  const policy = JSON.stringify(event.policy);
  await db.$executeRaw`
    INSERT INTO policy_copy (id, version, policy) VALUES (1, ${event.version}, ${policy}::jsonb)
    ON CONFLICT (id) DO UPDATE SET version = excluded.version, policy = excluded.policy
    WHERE policy_copy.version < excluded.version`;
}

/** The policy as far as it was heard of; until the first event the default. */
export async function policyInForce(tx: Transaction): Promise<LendingPolicy> {
  const copy = await tx.policyCopy.findUnique({ where: { id: 1 } });
  return copy ? LendingPolicySchema.parse(copy.policy) : defaultPolicy;
}
