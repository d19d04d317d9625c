import { parseKnown } from '@toshobin/contracts';
import { defaultPolicy, type LendingPolicy, LendingPolicySchema } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';

/** The numbers for a decision made now; the default ones before any were written. */
export async function policyInForce(tx: Transaction): Promise<LendingPolicy> {
  return (await newestPolicy(tx)).policy;
}

/** The numbers in force with their version; 0 before any were written. */
export async function newestPolicy(tx: Transaction): Promise<{ version: number; policy: LendingPolicy }> {
  const newest = await tx.policy.findFirst({ orderBy: { version: 'desc' } });
  if (newest === null) return { version: 0, policy: defaultPolicy };
  return { version: newest.version, policy: parseKnown(LendingPolicySchema, newest.policy) };
}
