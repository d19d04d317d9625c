import { createHash } from 'node:crypto';
import { openPool } from '@toshobin/database';
import type { Pool, PoolClient } from 'pg';

export interface Statement {
  sql: string;
  values: unknown[];
  /** Whether the statement is planned once a connection: for the few shapes that are common. */
  prepared: boolean;
}

/**
 * The order of the hits rests on how rows are met, so three habits of the planner are off: parallel workers (rows of
 * several arrive mixed), synchronised scans (may begin in mid-table) and plain index scans (go by the index's order; a
 * bitmap goes by the rows'). Groups are counted by hashing a thousand hits, which the planner takes to be as dear as
 * sorting them.
 */
const searchSettings = {
  TimeZone: 'UTC',
  max_parallel_workers_per_gather: '0',
  synchronize_seqscans: 'off',
  jit: 'off',
  work_mem: '32MB',
  default_transaction_read_only: 'on',
  // The caller has given up by then (libs/service: five seconds); six searches that never end would end all.
  statement_timeout: '5s',
} as const;

const lists = { enable_indexscan: 'off', enable_sort: 'off', enable_seqscan: 'on' } as const;
const indexOrder = { enable_indexscan: 'on', enable_sort: 'on', enable_seqscan: 'on' } as const;
const wordIndexes = { enable_indexscan: 'off', enable_sort: 'off', enable_seqscan: 'off' } as const;

/** Connections of their own for the search, with the settings that it needs; one statement is one round trip. */
export class SearchPool {
  readonly #pool: Pool;
  readonly #settings = new WeakMap<PoolClient, string>();

  /** @param databaseUrl of the catalog's database; connections are made when they are needed */
  constructor(databaseUrl: string) {
    this.#pool = openPool(databaseUrl, 'search', {
      options: Object.entries(searchSettings)
        .map(([name, value]) => `-c ${name}=${value}`)
        .join(' '),
      max: 6,
      // A new connection plans everything anew.
      idleTimeoutMillis: 10 * 60_000,
      query_timeout: 6_000,
      keepAlive: true,
    });
  }

  /** The first row of the answer. */
  row(statement: Statement): Promise<unknown> {
    return this.#rowWith(lists, statement);
  }

  /** The first row of the answer, planned with index scans. */
  rowOfIndexOrder(statement: Statement): Promise<unknown> {
    return this.#rowWith(indexOrder, statement);
  }

  /**
   * The first row of the answer of a statement that asks whether there is anything, by the word indexes alone. A plan
   * that is made while the table is small reads all of it, and is kept while a whole catalogue comes in; and a planner
   * that expects some of many rows to fit reads them one by one, and all of them where none does.
   */
  rowOfWordIndexes(statement: Statement): Promise<unknown> {
    return this.#rowWith(wordIndexes, statement);
  }

  /**
   * Runs a statement with these settings. A prepared one has one plan for all words: planning takes longer than most
   * searches, and the segments make frequent words as fast as rare ones. Any other is planned for its values: a class
   * may be half of all records, or three.
   */
  #rowWith(planner: Readonly<Record<string, string>>, statement: Statement): Promise<unknown> {
    const plan_cache_mode = statement.prepared ? 'force_generic_plan' : 'force_custom_plan';
    const settings = Object.entries({ ...planner, plan_cache_mode })
      .map(([name, value]) => `SET ${name} = ${value}`)
      .join(';');
    return this.#with(async (client) => {
      // A connection keeps what the statement before it was planned with: most are followed by one of their own kind.
      if (this.#settings.get(client) !== settings) {
        await client.query(settings);
        this.#settings.set(client, settings);
      }
      const { rows } = await client.query<Record<string, unknown>>(asQuery(statement));
      return rows[0];
    });
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  async #with<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    // A connection that breaks between two statements says so here; the next statement fails, and that is answered.
    const broken = () => undefined;
    client.on('error', broken);
    try {
      const result = await work(client);
      client.off('error', broken);
      client.release();
      return result;
    } catch (error) {
      // Closed rather than rolled back: after a fault nobody knows the state of the connection.
      client.release(true);
      throw error;
    }
  }
}

function asQuery({ sql, values, prepared }: Statement) {
  if (!prepared) return { text: sql, values };
  let name = names.get(sql);
  if (name === undefined) {
    name = createHash('sha1').update(sql).digest('hex');
    names.set(sql, name);
  }
  return { name, text: sql, values };
}

/** Names of the prepared statements, of which there are few. */
const names = new Map<string, string>();
