import type { RecordSummary } from '@toshobin/contracts';
import type { Pool } from 'pg';
import { readSummary, summaryColumns } from './record-summary.ts';
import { summarise } from './summarise.ts';

/** The summaries of these records that lists show; unknown ones are left out. */
export async function readSummaries(pool: Pool, recordIds: readonly string[]): Promise<RecordSummary[]> {
  const { rows } = await pool.query<Record<string, unknown>>(
    `SELECT ${summaryColumns('record')} FROM bibliographic_record record WHERE record.id = ANY($1::bigint[])`,
    [recordIds],
  );
  return rows.map((row) => summarise(readSummary(row)));
}
