import { defaultPolicy, type LendingPolicy, LendingPolicySchema } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';

/** The numbers for a decision made now, and their version; 0 with the default numbers before any was written. */
export async function policyInForce(tx: Transaction): Promise<{ version: number; policy: LendingPolicy }> {
  const latest = await tx.policy.findFirst({ orderBy: { version: 'desc' } });
  if (latest === null) return { version: 0, policy: defaultPolicy };
  return { version: latest.version, policy: LendingPolicySchema.parse(latest.policy) };
}
