import type { EventData } from '@toshobin/contracts';
import type { Database } from '../database.ts';

/** Keeps the catalog's newest policy; an older version changes nothing. */
export async function keepPolicy(db: Database, told: EventData<'catalog.policy.changed'>): Promise<void> {
  await db.$executeRaw`
    INSERT INTO policy_copy (id, version, policy) VALUES (1, ${told.version}, ${JSON.stringify(told.policy)}::jsonb)
    ON CONFLICT (id) DO UPDATE SET version = excluded.version, policy = excluded.policy
    WHERE policy_copy.version < excluded.version`;
}
