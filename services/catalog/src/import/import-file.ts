import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { finishWords } from '../records/insert-records.ts';
import type { ImportDeps } from './import-deps.ts';
import type { Mapping } from './mapping.ts';
import { inOneRun } from './one-run.ts';
import { openChunks } from './open-chunks.ts';
import { type Format, openFile } from './open-file.ts';
import { type BatchRecord, prepareBatch, RECORDS_A_TURN } from './prepare-batch.ts';
import type { Run } from './run.ts';
import { writeBatch } from './write-batch.ts';

/**
 * Records that become true together: so many at most are done again after an end in the middle. Their words queue up in
 * the index, two such batches at most, and every search reads the queue: that of 500 in milliseconds, that of 5,000 in
 * half a second for each of its words.
 */
const BATCH = 500;

export interface ImportOptions {
  path: string;
  /** The source whose numbers the records have: `ndl`. */
  source: string;
  format: Format;
  mapping: Mapping;
  /** Whether a record last changed (005) before what is kept of it is taken all the same, on purpose. */
  evenOlder?: boolean;
  /** Records that become true together; for tests with few records. */
  batch?: number;
  /** Called after every committed batch, with the share of the file that is read, a batch or two ahead. */
  onProgress?: (run: Run, share: number) => void;
  /** Called with the headings of a spreadsheet that no table has. */
  onUnread?: (headings: readonly string[]) => void;
}

/**
 * Reads a file of records into the catalogue. A record is found once its batch is written, and people go on searching.
 *
 * Ended in the middle, in whatever way, the same file begun again goes on with the next record: how far it is read
 * becomes true with the records. Read again it changes nothing. Its source's number makes a record the same: another
 * content changes it, a deletion withdraws its copies. What can't be taken is kept as refusals of the run.
 */
export function importFile(deps: ImportDeps, options: ImportOptions): Promise<Run> {
  const { path, source, format, mapping, evenOlder } = options;
  const readAs = ['records', format, mapping.version, ...(evenOlder ? ['even older'] : [])];
  const opened = openFile(openChunks(path).chunks, format, mapping);
  return inOneRun(deps, { path, format, source, readAs, opened }, async (client, run) => {
    const sorter = await deps.pool.connect();
    try {
      await sorter.query("SET maintenance_work_mem = '256MB'");
      return await readOn(deps, { client, sorter }, run, options);
    } finally {
      sorter.release(true);
    }
  });
}

async function readOn(
  deps: ImportDeps,
  { client, sorter }: { client: PoolClient; sorter: PoolClient },
  begun: Run,
  { path, source, format, mapping, evenOlder, onProgress, onUnread, batch: most = BATCH }: ImportOptions,
): Promise<Run> {
  let run = begun;
  const file = openChunks(path);
  const readBefore = run.read;
  /** Where each number of the file came last: its line, or its place in a file without lines. */
  const cameIn = new Map<string, number>();
  let place = 0;
  let batch: BatchRecord[] = [];
  let numbers = new Set<string>();
  let written: Promise<void> = Promise.resolve();
  let inWriting: ReadonlySet<string> = new Set();
  // Another connection sorts in the words of a batch, half of its cost in the database, while the next batch is
  // written.
  let sorted = finishWords(sorter);
  sorted.catch(() => undefined);
  // A search keeps its plans, and one that was made over an empty table reads every record that waits to be placed.
  // Whenever there are twice as many, they are counted, and all plans are made anew.
  let countedAt = 1;
  // While the database writes a batch, the next one is read and its rows are made.
  const write = async () => {
    const [full, its] = [batch, numbers];
    batch = [];
    numbers = new Set();
    if ([...its].some((number) => inWriting.has(number))) await written;
    const prepare = (some: readonly BatchRecord[]) =>
      prepareBatch(deps, some, { source, mapping, evenOlder });
    const prepared = await prepare(full);
    await written;
    inWriting = its;
    written = writeBatch(deps, client, run, { full, prepared, prepare }).then(async (counted) => {
      run = counted;
      if (run.added >= countedAt) {
        await client.query('ANALYZE bibliographic_record (placed)');
        countedAt = 2 * run.added;
      }
      onProgress?.(run, file.share());
      await sorted;
      sorted = finishWords(sorter);
      sorted.catch(() => undefined);
    });
    // The next write, or the end, hears of the fault.
    written.catch(() => undefined);
  };
  for await (const record of openFile(file.chunks, format, mapping, onUnread)) {
    place += 1;
    if (place % RECORDS_A_TURN === 0) await nextTurn();
    const reading = record.read(mapping);
    // A copy of the characters: a piece of the record's text would keep the whole of it.
    const number = reading.ok ? Buffer.from(reading.value.number).toString() : undefined;
    const earlier = number === undefined ? undefined : cameIn.get(number);
    if (number !== undefined) cameIn.set(number, record.line ?? place);
    if (place <= readBefore) continue;
    // The same number comes once more: the later record is a change of the earlier.
    if (batch.length === most || (number !== undefined && numbers.has(number))) await write();
    if (number !== undefined) numbers.add(number);
    batch.push({ place, record, reading, earlier });
  }
  if (batch.length > 0) await write();
  await written;
  await sorted;
  return run;
}
