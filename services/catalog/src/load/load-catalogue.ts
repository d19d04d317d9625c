import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Pool, PoolClient } from 'pg';
import { asOne } from '../database.ts';
import { gather } from '../placing/gather-shelf-changes.ts';
import { isCut, layOutRecords } from '../placing/place-records.ts';
import { insertRecords } from '../records/insert-records.ts';
import { keepNames } from '../records/keep-names.ts';
import type { NewRecord } from '../records/new-record.ts';
import { exampleRecords } from './example-records.ts';
import { COPIES_VERSION } from './make-copies.ts';
import { AOZORA_WORKS, aozoraFile, readAozora, readAozoraNames } from './read-aozora.ts';

interface LoadOptions {
  /** Titles of 青空文庫 with made-up copies, made-up material that shows the rules; a real library has neither. */
  sources: readonly LoadedSource['source'][];
  /** How many titles of 青空文庫 to load, the first ones: for test stacks, which need to start quickly. */
  sample?: number | undefined;
  /** Called after every some hundred records. */
  onProgress?: (progress: { source: string; records: number; of: number }) => void;
}

/** What became of one body of data. `differs`: it was loaded earlier from other data, and is left alone. */
export interface LoadedSource {
  source: 'aozora' | 'example';
  outcome: 'loaded' | 'present' | 'differs';
  records: number;
  copies: number;
}

const BATCH = 500;
/** Any number of our own: of two loads at once the second waits, and finds everything there. */
const LOAD_LOCK = 7_105_001;

/**
 * Loads the demonstration's sources that are wanted, in one transaction, so that an interrupted load leaves nothing
 * behind. What was loaded before is not touched again, because its copies may be out on loan.
 */
export function loadCatalogue(pool: Pool, options: LoadOptions): Promise<LoadedSource[]> {
  return asOne(pool, 'BEGIN', async (client) => {
    // The layout at the end builds every index anew, so until then their entries only queue up.
    await client.query("SET LOCAL gin_pending_list_limit = '1GB'; SET LOCAL maintenance_work_mem = '256MB'");
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOAD_LOCK]);
    const loaded: LoadedSource[] = [];
    for (const name of options.sources) {
      const source = name === 'aozora' ? await aozora(options.sample) : examples();
      loaded.push(await loadSource(client, source, options.onProgress));
    }
    if (options.sources.includes('aozora')) await keepNames(client, 'aozora', readAozoraNames());
    const news = loaded.some(({ outcome }) => outcome === 'loaded');
    // A database older than the segments is cut into them by the first load after it.
    if (news || !(await isCut(client))) await layOutRecords(client);
    if (news) {
      await gather(client);
      await client.query('ANALYZE copy, shelf_block, shelf_change, name_authority');
    }
    return loaded;
  });
}

interface Source {
  name: LoadedSource['source'];
  fingerprint: string;
  size: number;
  records: () => AsyncIterable<NewRecord> | Iterable<NewRecord>;
}

async function aozora(sample?: number): Promise<Source> {
  const content = createHash('sha256')
    .update(await readFile(aozoraFile))
    .digest('hex');
  const size = Math.min(sample ?? AOZORA_WORKS, AOZORA_WORKS);
  return {
    name: 'aozora',
    fingerprint: `${content}/${COPIES_VERSION}${sample === undefined ? '' : `/first ${size}`}`,
    size,
    records: sample === undefined ? readAozora : () => first(size, readAozora()),
  };
}

async function* first<T>(count: number, all: AsyncIterable<T>): AsyncGenerator<T> {
  let given = 0;
  for await (const one of all) {
    if (given === count) return;
    given += 1;
    yield one;
  }
}

function examples(): Source {
  const records = exampleRecords();
  const content = createHash('sha256').update(JSON.stringify(records)).digest('hex');
  return { name: 'example', fingerprint: content, size: records.length, records: () => records };
}

async function loadSource(
  client: PoolClient,
  source: Source,
  onProgress: LoadOptions['onProgress'],
): Promise<LoadedSource> {
  const known = await client.query<{ fingerprint: string; records: number; copies: number }>(
    'SELECT fingerprint, records, copies FROM loaded_source WHERE source = $1',
    [source.name],
  );
  const before = known.rows[0];
  if (before !== undefined) {
    const outcome = before.fingerprint === source.fingerprint ? 'present' : 'differs';
    return { source: source.name, outcome, records: before.records, copies: before.copies };
  }
  let records = 0;
  let copies = 0;
  let batch: NewRecord[] = [];
  const write = async () => {
    await insertRecords(client, batch, true);
    records += batch.length;
    for (const record of batch) copies += record.copies.length;
    batch = [];
    onProgress?.({ source: source.name, records, of: source.size });
  };
  for await (const record of source.records()) {
    batch.push(record);
    if (batch.length === BATCH) await write();
  }
  if (batch.length > 0) await write();
  if (records !== source.size) {
    throw new Error(`The data of ${source.name} has ${records} records in place of ${source.size}`);
  }
  await client.query(
    'INSERT INTO loaded_source (source, fingerprint, records, copies) VALUES ($1, $2, $3, $4)',
    [source.name, source.fingerprint, records, copies],
  );
  return { source: source.name, outcome: 'loaded', records, copies };
}
