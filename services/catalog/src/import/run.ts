import { ImportRunSchema } from '@toshobin/contracts';
import { z } from 'zod';
import type { Queryable } from '../records/queryable.ts';

/** A file that is read, and how far; it counts what became of every record. */
const RunSchema = ImportRunSchema.extend({
  begunAt: z.date(),
  wentOnAt: z.date(),
  endedAt: z.date().nullable(),
});
export type Run = z.infer<typeof RunSchema>;
export type Counts = Pick<Run, 'added' | 'changed' | 'unchanged' | 'withdrawn' | 'refused'>;

const columns = `id, source, file, read, added, changed, unchanged, withdrawn, refused, begun_at AS "begunAt",
  went_on_at AS "wentOnAt", ended_at AS "endedAt"`;

/** The run of that file that was not finished, or a new one. */
export async function beginRun(
  database: Queryable,
  { source, fingerprint, file, at }: { source: string; fingerprint: string; file: string; at: Date },
): Promise<Run> {
  const { rows } = await database.query(
    `INSERT INTO import_run (source, fingerprint, file, begun_at, went_on_at) VALUES ($1, $2, $3, $4, $4)
     ON CONFLICT (source, fingerprint) WHERE ended_at IS NULL DO UPDATE SET went_on_at = $4 RETURNING ${columns}`,
    [source, fingerprint, file, at],
  );
  return RunSchema.parse(rows[0]);
}

/** The last hundred runs, the latest first. */
export async function lastRuns(database: Queryable): Promise<Run[]> {
  const { rows } = await database.query(`SELECT ${columns} FROM import_run ORDER BY id DESC LIMIT 100`);
  return z.array(RunSchema).parse(rows);
}

export async function findRun(database: Queryable, id: number): Promise<Run | undefined> {
  const { rows } = await database.query(`SELECT ${columns} FROM import_run WHERE id = $1`, [id]);
  return RunSchema.optional().parse(rows[0]);
}

/** Counts a batch, in the transaction that writes its records. */
export async function countBatch(database: Queryable, run: Run, counts: Counts, at: Date): Promise<Run> {
  const { added, changed, unchanged, withdrawn, refused } = counts;
  const { rows } = await database.query(
    `UPDATE import_run SET read = read + $2, added = added + $3, changed = changed + $4, unchanged = unchanged + $5,
       withdrawn = withdrawn + $6, refused = refused + $7, went_on_at = $8 WHERE id = $1 RETURNING ${columns}`,
    [
      run.id,
      added + changed + unchanged + withdrawn + refused,
      ...[added, changed, unchanged, withdrawn, refused, at],
    ],
  );
  return RunSchema.parse(rows[0]);
}

export async function endRun(database: Queryable, run: Run, at: Date): Promise<Run> {
  const { rows } = await database.query(
    `UPDATE import_run SET ended_at = $2, went_on_at = $2 WHERE id = $1 RETURNING ${columns}`,
    [run.id, at],
  );
  return RunSchema.parse(rows[0]);
}
