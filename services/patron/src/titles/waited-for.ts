import type { Transaction } from '../database.ts';

/** R8. Those of the titles that somebody waits for, as last heard; a title of which nothing was heard is not. */
export async function waitedFor(db: Transaction, recordIds: readonly bigint[]): Promise<ReadonlySet<bigint>> {
  const rows = await db.titleWaiting.findMany({
    where: { recordId: { in: [...recordIds] }, waiting: true },
    select: { recordId: true },
  });
  return new Set(rows.map(({ recordId }) => recordId));
}

/** All titles that somebody waits for, as last heard. */
export async function allWaitedFor(db: Transaction): Promise<bigint[]> {
  const rows = await db.titleWaiting.findMany({ where: { waiting: true }, select: { recordId: true } });
  return rows.map(({ recordId }) => recordId);
}
