import { instantFromDate } from '@toshobin/lending-rules';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { AnswerTo } from '../catalog-deps.ts';
import type { Database } from '../database.ts';
import { countCopies } from './count-copies.ts';
import { readSummary, summaryColumns } from './record-summary.ts';
import { summarise } from './summarise.ts';

const PAGE_SIZE = 20;
/** So many arrivals are listed; older ones are found by searching. */
const ARRIVALS_SHOWN = 1000;
/** Thousands of second copies that come at once make the list shorter, not the page slower. */
const COPIES_LOOKED_AT = 10_000;

const CameAt = z.date();

/**
 * A page of the titles by when the oldest of their copies that are here came, the latest first; a page beyond the last
 * is empty. A record without a copy, or whose copies are all withdrawn, is no arrival.
 * @param asked `books`: those alone that may be reserved (R4)
 */
export async function newArrivals(
  { pool, db }: { pool: Pool; db: Database },
  { page, books }: { page: number; books?: 'reservable' | undefined },
): Promise<AnswerTo<'newArrivals'>> {
  const statement = arrivalsStatement(books);
  const { rows } = await pool.query<Record<string, unknown>>(statement, [PAGE_SIZE, (page - 1) * PAGE_SIZE]);
  const counted = await pool.query<{ total: number }>(
    `SELECT count(*)::int AS total FROM (${statement}) shown`,
    [ARRIVALS_SHOWN, 0],
  );
  const found = rows.map((row) => ({ ...readSummary(row), addedAt: CameAt.parse(row.addedAt) }));
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

/**
 * The statement of that list. The index copy_arrived gives the last copies in this order, so that records without one
 * (an import of a million) are never met. A copy beside an older one of its title is passed over.
 */
export function arrivalsStatement(books: 'reservable' | undefined): string {
  const some = books === undefined ? '' : `record.kind = 'book' AND record.lending = 'lendable' AND`;
  return `SELECT ${summaryColumns('record')}, came.added_at AS "addedAt"
    FROM (
      SELECT id, record_id, added_at FROM copy WHERE condition <> 'withdrawn'
      ORDER BY added_at DESC, id DESC LIMIT ${COPIES_LOOKED_AT}
    ) came JOIN bibliographic_record record ON record.id = came.record_id
    WHERE ${some} NOT EXISTS (
      SELECT FROM copy older WHERE older.record_id = came.record_id AND older.id < came.id AND older.condition <> 'withdrawn')
    ORDER BY came.added_at DESC, came.id DESC LIMIT $1 OFFSET $2`;
}
