import type { RecordSummary } from '@toshobin/contracts';
import type { Pool } from 'pg';
import { readSummary, summaryColumns } from './record-summary.ts';
import { summarise } from './summarise.ts';

/** So many titles fit on a page; the library has ten. */
const TITLES_SHOWN = 50;

/**
 * R4. The magazines that are lent to visitors only, each with its last added issue, by their readings. The mark on the
 * issues says which these are. The index record_visitors_magazine serves the list.
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
