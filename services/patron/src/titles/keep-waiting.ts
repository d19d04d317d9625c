import type { EventData } from '@toshobin/contracts';
import type { Transaction } from '../database.ts';

/** R8. Keeps the catalog's newest word of whether anybody waits for a title; an older one changes nothing. */
export async function keepWaiting(
  db: Transaction,
  { recordId, waiting }: EventData<'catalog.title.waiting'>,
  sequence: bigint,
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO title_waiting (record_id, sequence, waiting)
    VALUES (${BigInt(recordId)}, ${sequence}, ${waiting})
    ON CONFLICT (record_id) DO UPDATE SET sequence = excluded.sequence, waiting = excluded.waiting
    WHERE title_waiting.sequence < excluded.sequence`;
}
