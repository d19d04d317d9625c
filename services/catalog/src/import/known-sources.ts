import { z } from 'zod';
import type { Queryable } from '../records/queryable.ts';

/** How a record came in, as is seen from what is kept of it: MARC as it was, of a spreadsheet nothing. */
type Kind = 'marc' | 'csv';
const cameInAs = (kind: Kind) => `marc IS ${kind === 'marc' ? 'NOT NULL' : 'NULL'} AND NOT withdrawn`;

/** Whether any record of the source came in so, and is still here. */
export async function hasRecordsOf(database: Queryable, source: string, kind: Kind): Promise<boolean> {
  const asked = `SELECT FROM imported_record WHERE source = $1 AND ${cameInAs(kind)} LIMIT 1`;
  return (await database.query(asked, [source])).rows.length > 0;
}

/** The sources of which a record came in so, and is still here, by name. */
export async function sourcesOf(database: Queryable, kind: Kind): Promise<string[]> {
  const { rows } = await database.query(
    `SELECT source FROM (SELECT DISTINCT source FROM import_run) AS known
     WHERE EXISTS (SELECT FROM imported_record WHERE imported_record.source = known.source AND ${cameInAs(kind)})
     ORDER BY source`,
  );
  return z
    .array(z.object({ source: z.string() }))
    .parse(rows)
    .map(({ source }) => source);
}
