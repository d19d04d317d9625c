import type { Queryable } from '../records/queryable.ts';
import type { Refused } from './refused.ts';

/** The place of a refusal in its file: which record, counted from 1, in which line, by which number. */
export interface RefusedPlace {
  place: number;
  line: number | undefined;
  number: string | undefined;
  refused: Refused;
}

/** Keeps a run's refusals, in the transaction of what was taken. */
export async function keepRefusals(
  database: Queryable,
  runId: number,
  refusals: readonly RefusedPlace[],
): Promise<void> {
  if (refusals.length === 0) return;
  const rows = refusals
    .map(({ place, line = null, number = null, refused: { why, what } }) => ({
      ...{ place, line, number, why },
      // PostgreSQL takes no NUL.
      what: what.replaceAll(/\p{C}/gu, ' '),
    }))
    .toSorted((a, b) => a.place - b.place);
  await database.query(
    `INSERT INTO import_refusal (run_id, place, line, control_number, why, what)
     SELECT $2, place, line, number, why, what
     FROM jsonb_to_recordset($1::jsonb) AS (place int, line int, number text, why text, what text)`,
    [JSON.stringify(rows), runId],
  );
}
