import type { catalogApi } from '@toshobin/contracts';
import { instantFromDate } from '@toshobin/lending-rules';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Database } from '../database.ts';
import { countCopies } from './count-copies.ts';
import { readSummary, summaryColumns } from './record-summary.ts';
import { summarise } from './summarise.ts';

type NewArrivals = z.output<typeof catalogApi.newArrivals.answer>;

const PAGE_SIZE = 20;
/** Older ones are found by searching. */
const ARRIVALS_SHOWN = 1000;

const AddedAt = z.date();

/**
 * A page of what was added last, the latest first; a page beyond the last is empty. The index record_added serves it.
 * @param asked `books`: those alone that may be reserved (R4)
 */
export async function newArrivals(
  { pool, db }: { pool: Pool; db: Database },
  { page, books }: { page: number; books?: 'reservable' | undefined },
): Promise<NewArrivals> {
  const some = books === undefined ? '' : `WHERE record.kind = 'book' AND record.lending = 'lendable'`;
  const { rows } = await pool.query<Record<string, unknown>>(
    `SELECT ${summaryColumns('record')}, record.added_at AS "addedAt" FROM bibliographic_record record ${some}
     ORDER BY record.added_at DESC, record.id DESC LIMIT $1 OFFSET $2`,
    [PAGE_SIZE, (page - 1) * PAGE_SIZE],
  );
  const counted = await pool.query<{ total: number }>(
    `SELECT count(*)::int AS total FROM (SELECT FROM bibliographic_record record ${some} LIMIT $1) shown`,
    [ARRIVALS_SHOWN],
  );
  const found = rows.map((row) => ({ ...readSummary(row), addedAt: AddedAt.parse(row.addedAt) }));
  const counts = await countCopies(
    db,
    found.map(({ id }) => id),
  );
  return {
    page,
    pageSize: PAGE_SIZE,
    total: counted.rows[0]?.total ?? 0,
    records: found.map(({ addedAt, ...record }) => ({
      ...summarise(record),
      ...counts(record.id),
      addedAt: instantFromDate(addedAt),
    })),
  };
}
