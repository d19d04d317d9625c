import { allow, type CalendarDate, refuse } from '@toshobin/lending-rules';
import type { Pool } from 'pg';
import type { Answers } from '../catalog-deps.ts';
import type { Database } from '../database.ts';
import { dueOf } from '../ledger/due-of.ts';
import { countCopies } from './count-copies.ts';
import { findRecord } from './find-record.ts';
import { FINDABLE } from './hide-deleted.ts';
import { type RecordSummary, readSummary, summaryColumns } from './record-summary.ts';
import { summarise } from './summarise.ts';

/** So many are listed, a weekly of four years; older issues are found by searching. */
const MOST = 200;

/**
 * The volumes of the work that a title belongs to, by name and author, in their order; or the issues of the magazine of
 * that name, the newest first. The index record_nt serves it. The title is asked for by its id or its public number.
 */
export const volumesOf: Answers<'volumes', { pool: Pool; db: Database }> = async (deps, { recordId }) => {
  const asked = await findRecord(deps.db, recordId);
  if (asked === undefined) return refuse('NOT_FOUND');
  const isIssue = asked.kind === 'magazineIssue';
  if (!isIssue && asked.volume === 0) return allow({ volumes: [] });
  const { rows } = await deps.pool.query<Record<string, unknown>>(
    `SELECT ${summaryColumns('record')} FROM bibliographic_record record JOIN bibliographic_record asked
       ON record.nt = asked.nt AND record.author = asked.author AND record.kind = asked.kind
     WHERE asked.id = $1 AND asked.${FINDABLE} AND (record.volume > 0 OR record.kind = 'magazineIssue')
     ORDER BY record.year DESC, record.id DESC LIMIT $2`,
    [asked.id, MOST],
  );
  const found = rows.map(readSummary).sort(isIssue ? newestFirst : inTheirOrder);
  const ids = found.map(({ id }) => id);
  const [counts, due] = await Promise.all([countCopies(deps.db, ids), firstDue(deps.db, ids)]);
  return allow({
    volumes: found.map((record) => ({
      ...summarise(record),
      ...counts(record.id),
      due: due.get(record.id) ?? null,
    })),
  });
};

const byNumbers = new Intl.Collator('ja', { numeric: true });

/** Orders issues by the numbers on the cover: 2026年11月号 after 2026年9月号. */
function newestFirst(a: RecordSummary, b: RecordSummary): number {
  return (b.year ?? 0) - (a.year ?? 0) || byNumbers.compare(b.subtitle, a.subtitle);
}

/** Orders volumes: 下 after 中, whatever number it bears; of the editions of one volume the newest first. */
function inTheirOrder(a: RecordSummary, b: RecordSummary): number {
  const isLast = ({ subtitle }: RecordSummary) => Number(subtitle.startsWith('下'));
  return a.volume - b.volume || isLast(a) - isLast(b) || (b.year ?? 0) - (a.year ?? 0);
}

async function firstDue(db: Database, ids: readonly string[]): Promise<Map<string, CalendarDate>> {
  const copies = await db.copy.findMany({
    where: { recordId: { in: ids.map(BigInt) }, place: 'onLoan', condition: 'inService' },
    select: {
      recordId: true,
      allocations: { where: { closedAt: null, loan: { isNot: null } }, select: { loan: true } },
    },
  });
  const first = new Map<string, CalendarDate>();
  for (const { recordId, allocations } of copies) {
    for (const { loan } of allocations) {
      if (loan === null) continue;
      const id = String(recordId);
      const { date } = dueOf(loan);
      const known = first.get(id);
      if (known === undefined || date < known) first.set(id, date);
    }
  }
  return first;
}
