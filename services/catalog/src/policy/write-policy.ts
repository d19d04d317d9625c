import { writeEvent } from '@toshobin/events';
import type { Instant, LendingPolicy } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import type { Transaction } from '../database.ts';

/** Name space of the ids of policy events; with the time of the change it differs from one database to the next. */
const POLICY_EVENTS = '4dd9a1a4-2c63-5d2e-9f0c-3f7d6f0f6a51';

/** Writes the numbers of a version, and tells them. */
export async function writePolicy(
  tx: Transaction,
  { version, policy, account }: { version: number; policy: LendingPolicy; account: string },
  at: Instant,
): Promise<void> {
  const changedAt = new Date(at);
  await tx.policy.create({ data: { version, policy, changedBy: account, changedAt } });
  await writeEvent(tx, {
    id: derivedId(POLICY_EVENTS, `${version} ${changedAt.toISOString()}`),
    type: 'catalog.policy.changed',
    subject: 'policy',
    at: changedAt,
    data: { version, policy },
  });
}
