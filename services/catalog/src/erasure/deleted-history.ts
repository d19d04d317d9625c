import type { EventData } from '@toshobin/contracts';
import { addDays, dateColumn, dayOf, type Instant } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';

type Db = Pick<CatalogDeps['db'], 'deletedHistory'>;

const PAGE = 200;
/** Backups are kept for two weeks (docs/runbook.md): a patron database can't be set back to longer ago. */
const KEPT_DAYS = 28;

/** Notes what a patron deleted, for a patron database that is set back: an id that nothing here knows. */
export async function noteDeletedHistory(
  db: Db,
  { ids, on }: EventData<'patron.history.deleted'>,
): Promise<void> {
  const rows = ids.map((id) => ({ id, deletedOn: dateColumn(on) }));
  await db.deletedHistory.createMany({ data: rows, skipDuplicates: true });
}

/** The noted ids, in their order. */
export async function deletedHistory(db: Db, { after }: { after: string | null }): Promise<string[]> {
  const rows = await db.deletedHistory.findMany({
    where: after === null ? {} : { id: { gt: after } },
    orderBy: { id: 'asc' },
    take: PAGE,
  });
  return rows.map(({ id }) => id);
}

/** Forgets notes that are older than any backup. */
export async function forgetDeletedHistory(db: Db, before: Instant): Promise<void> {
  const until = dateColumn(addDays(dayOf(before), -KEPT_DAYS));
  await db.deletedHistory.deleteMany({ where: { deletedOn: { lt: until } } });
}
