import { writeEvent } from '@toshobin/events';
import { dayOf, type Instant, startOfDay } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import type { PatronDeps } from '../patron-deps.ts';

/** An event names so many. */
const MOST = 200;

/** Tells what a patron deleted of their history, so that it is known outside this database. */
export async function tellDeleted(
  { newId }: Pick<PatronDeps, 'newId'>,
  tx: Transaction,
  { ids, at }: { ids: readonly string[]; at: Instant },
): Promise<void> {
  const on = dayOf(at);
  for (let from = 0; from < ids.length; from += MOST) {
    const id = newId();
    const data = { ids: ids.slice(from, from + MOST), on };
    await writeEvent(tx, { id, type: 'patron.history.deleted', subject: id, at: startOfDay(on), data });
  }
}
