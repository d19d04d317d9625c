import { parseKnown } from '@toshobin/contracts';
import { type DispatchCalendar, DispatchCalendarSchema } from '@toshobin/lending-rules';
import type { Database, Transaction } from '../database.ts';

/** Keeps shipping's newest word of when it posts; an older one changes nothing. */
export async function keepDispatchCalendar(
  db: Database,
  calendar: DispatchCalendar,
  sequence: bigint,
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO dispatch_calendar ("only", sequence, data)
    VALUES (true, ${sequence}, ${JSON.stringify(calendar)}::jsonb)
    ON CONFLICT ("only") DO UPDATE SET sequence = excluded.sequence, data = excluded.data
    WHERE dispatch_calendar.sequence < excluded.sequence`;
}

/** R11. When the prefectural library posts, as last heard; undefined before shipping has told it. */
export async function dispatchCalendar(tx: Transaction): Promise<DispatchCalendar | undefined> {
  const row = await tx.dispatchCalendar.findFirst();
  return row === null ? undefined : parseKnown(DispatchCalendarSchema, row.data);
}
