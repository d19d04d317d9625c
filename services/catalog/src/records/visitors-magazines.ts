import type { RecordSummary } from '@toshobin/contracts';
import type { Pool } from 'pg';
import { readSummary, summaryColumns } from './record-summary.ts';
import { summarise } from './summarise.ts';

/** So many titles fit on a page; the library has ten. */
const TITLES_SHOWN = 50;

/**
 * R4. The magazines that are lent to visitors only, each with the issue that was added last, by their readings. Which
 * these are is the mark on their issues. The index record_visitors_magazine serves it.
 */
export async function visitorsMagazines({ pool }: { pool: Pool }): Promise<RecordSummary[]> {
  const { rows } = await pool.query<Record<string, unknown>>(
    `SELECT * FROM (
       SELECT DISTINCT ON (record.title) ${summaryColumns('record')} FROM bibliographic_record record
        WHERE record.kind = 'magazineIssue' AND record.lending = 'inPersonOnly'
        ORDER BY record.title, record.added_at DESC, record.id DESC) latest
      ORDER BY latest."titleReading", latest.title LIMIT $1`,
    [TITLES_SHOWN],
  );
  return rows.map((row) => summarise(readSummary(row)));
}
