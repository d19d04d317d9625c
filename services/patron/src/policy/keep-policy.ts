import type { LendingPolicy } from '@toshobin/lending-rules';
import type { Database } from '../database.ts';

/** Keeps the catalog's newest policy; an older version changes nothing. */
export async function keepPolicy(db: Database, version: number, policy: LendingPolicy): Promise<void> {
  await db.$executeRaw`
    INSERT INTO policy ("only", version, data) VALUES (true, ${version}, ${JSON.stringify(policy)}::jsonb)
    ON CONFLICT ("only") DO UPDATE SET version = excluded.version, data = excluded.data
    WHERE policy.version < excluded.version`;
}
