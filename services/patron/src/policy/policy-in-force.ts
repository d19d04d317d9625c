import { parseKnown } from '@toshobin/contracts';
import { defaultPolicy, type LendingPolicy, LendingPolicySchema } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';

/** The lending policy as the catalog last published it; the default numbers until it does. */
export async function policyInForce(tx: Transaction): Promise<LendingPolicy> {
  const row = await tx.policy.findFirst();
  return row === null ? defaultPolicy : parseKnown(LendingPolicySchema, row.data);
}
