import { epochMs, type Instant } from '@toshobin/lending-rules';
import type { Measure } from '@toshobin/service';
import { z } from 'zod';
import { FINDABLE } from '../records/hide-deleted.ts';
import type { Queryable } from '../records/queryable.ts';

/** How old a count may be, in milliseconds. */
const FRESH_FOR = 10 * 60_000;
/** How long after a failed count only a request that waits begins another: each count reads the whole table. */
const AGAIN_AFTER = 60_000;

const Rows = z.array(z.object({ ndc: z.string(), records: z.int() }));
interface Log {
  warn(of: { err: unknown }, said: string): void;
  info(said: string): void;
}

/** Records by class, of those that have one: three digits → how many. */
export type RecordsByClass = ReadonlyMap<string, number>;

/**
 * Counts of records by class. Counting reads the whole table, so it is done once for everybody who asks meanwhile; an
 * old count is answered at once while the next one is made. Only the first request of a process waits. A fault is
 * logged once, until a count succeeds again.
 */
export class ClassCounts {
  readonly #database: Queryable;
  readonly #now: () => Instant;
  readonly #log: Log;
  #known: { counts: RecordsByClass; at: number } | undefined;
  #counting: Promise<RecordsByClass> | undefined;
  #failed: { fault: unknown; at: number } | undefined;

  constructor(database: Queryable, now: () => Instant, log: Log) {
    this.#database = database;
    this.#now = now;
    this.#log = log;
  }

  measures(): Measure[] {
    return [
      {
        name: 'toshobin_class_counts_age_seconds',
        help: 'how old the counts of records by class are that pages show',
        read: () => {
          if (this.#failed !== undefined) throw this.#failed.fault;
          const known = this.#known;
          return known === undefined ? [] : [{ value: (epochMs(this.#now()) - known.at) / 1000 }];
        },
      },
    ];
  }

  async read(): Promise<RecordsByClass> {
    if (this.#known === undefined) return this.#count();
    this.#keepFresh();
    return this.#known.counts;
  }

  /** The counts without waiting: nothing before the first count, which this begins. */
  known(): RecordsByClass | undefined {
    this.#keepFresh();
    return this.#known?.counts;
  }

  /** Begins another count where it is time for one; nobody waits for it. */
  #keepFresh(): void {
    const now = epochMs(this.#now());
    const isFresh = this.#known !== undefined && now - this.#known.at < FRESH_FOR;
    const hasJustFailed = this.#failed !== undefined && now - this.#failed.at < AGAIN_AFTER;
    if (!isFresh && !hasJustFailed) this.#count().catch(isTold);
  }

  #count(): Promise<RecordsByClass> {
    this.#counting ??= countByClass(this.#database)
      .then((counts) => {
        this.#known = { counts, at: epochMs(this.#now()) };
        if (this.#failed !== undefined) this.#log.info('Records are counted by class again');
        this.#failed = undefined;
        return counts;
      })
      .catch((fault: unknown) => {
        if (this.#failed === undefined)
          this.#log.warn({ err: fault }, 'Records could not be counted by class');
        this.#failed = { fault, at: epochMs(this.#now()) };
        throw fault;
      })
      .finally(() => {
        this.#counting = undefined;
      });
    return this.#counting;
  }
}

/** The count itself logs that it failed, and is tried again; the old one, or none, serves. */
function isTold(): void {}

async function countByClass(database: Queryable): Promise<RecordsByClass> {
  const { rows } = await database.query(
    `SELECT left(ndc, 3) AS ndc, count(*)::int AS records FROM bibliographic_record
     WHERE ndc IS NOT NULL AND ${FINDABLE} GROUP BY 1`,
  );
  return new Map(Rows.parse(rows).map(({ ndc, records }) => [ndc, records]));
}
