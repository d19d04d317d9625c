import type { EventData } from '@toshobin/contracts';
import type { Database } from '../database.ts';

/** Keeps the catalog's newest policy; an older version changes nothing. */
export async function keepPolicy(db: Database, told: EventData<'catalog.policy.changed'>): Promise<void> {
  await db.$executeRaw`
    INSERT INTO policy ("only", version, data) VALUES (true, ${told.version}, ${JSON.stringify(told.policy)}::jsonb)
    ON CONFLICT ("only") DO UPDATE SET version = excluded.version, data = excluded.data
    WHERE policy.version < excluded.version`;
}
