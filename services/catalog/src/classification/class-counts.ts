import { epochMs, type Instant } from '@toshobin/lending-rules';
import { z } from 'zod';
import type { Queryable } from '../records/queryable.ts';

/** How old a count may be, in milliseconds. */
const FRESH_FOR = 10 * 60_000;

const Rows = z.array(z.object({ ndc: z.string(), records: z.int() }));
/** Records by class, of those that have one: three digits → how many. */
export type RecordsByClass = ReadonlyMap<string, number>;

/**
 * Counts of records by class. Counting reads the whole table, so it is done once for everybody who asks meanwhile; an
 * old count is answered at once while the next one is made. Only the first request of a process waits.
 */
export class ClassCounts {
  readonly #database: Queryable;
  readonly #now: () => Instant;
  #known: { counts: RecordsByClass; at: number } | undefined;
  #counting: Promise<RecordsByClass> | undefined;

  constructor(database: Queryable, now: () => Instant) {
    this.#database = database;
    this.#now = now;
  }

  async read(): Promise<RecordsByClass> {
    const known = this.#known;
    if (known !== undefined && epochMs(this.#now()) - known.at < FRESH_FOR) return known.counts;
    const counting = this.#count();
    if (known === undefined) return counting;
    // What fails now is tried again by the next request; the old count serves.
    counting.catch(() => undefined);
    return known.counts;
  }

  /** What is known without waiting: nothing before the first count, which this begins. */
  known(): RecordsByClass | undefined {
    this.read().catch(() => undefined);
    return this.#known?.counts;
  }

  #count(): Promise<RecordsByClass> {
    this.#counting ??= countByClass(this.#database)
      .then((counts) => {
        this.#known = { counts, at: epochMs(this.#now()) };
        return counts;
      })
      .finally(() => {
        this.#counting = undefined;
      });
    return this.#counting;
  }
}

async function countByClass(database: Queryable): Promise<RecordsByClass> {
  const { rows } = await database.query(
    'SELECT left(ndc, 3) AS ndc, count(*)::int AS records FROM bibliographic_record WHERE ndc IS NOT NULL GROUP BY 1',
  );
  return new Map(Rows.parse(rows).map(({ ndc, records }) => [ndc, records]));
}
