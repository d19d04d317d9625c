import { hash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { NewRecord } from '../records/new-record.ts';
import { rowOf } from '../records/record-columns.ts';
import { keptRows } from './csv-out.ts';
import type { Described } from './described.ts';
import type { FileRecord } from './file-record.ts';
import type { ImportDeps } from './import-deps.ts';
import { type KnownRecord, knownRecords } from './known-records.ts';
import type { Mapping } from './mapping.ts';
import { olderThanKept } from './older-than-kept.ts';
import type { Reading, Refused } from './refused.ts';
import { toNewRecord } from './to-new-record.ts';

/** A record at its place in the file, counted from 1. */
export interface BatchRecord {
  place: number;
  record: FileRecord;
  reading: Reading<Described>;
  /** Where its number came before in this file: its line, or its place in a file without lines. */
  earlier: number | undefined;
}

export interface ReadRecord extends BatchRecord {
  described: Described;
  fingerprint: Buffer;
  known: KnownRecord | undefined;
}

/** A batch of which it is decided what to write; nothing of it is written yet. */
export interface PreparedBatch {
  unread: BatchRecord[];
  /** The new records, each as it will be without its copies. */
  added: (ReadRecord & { draft: NewRecord })[];
  /** The rows of the new records, as JSON. */
  rows: string;
  changed: ReadRecord[];
  /** Deletions that have not been carried out. */
  deletions: ReadRecord[];
  unchanged: ReadRecord[];
  /** Records last changed before what is kept, which stays. */
  older: ReadonlyMap<ReadRecord, Refused>;
}

/** After so many records the statements of the batch before are sent, and their ends heard of. */
export const RECORDS_A_TURN = 10;

/**
 * Decides what is new in a batch, and makes its rows. That takes as long as writing them, so it is done while the batch
 * before is written: none of that one's numbers may be in this one.
 */
export async function prepareBatch(
  { db, pool }: ImportDeps,
  batch: readonly BatchRecord[],
  {
    source,
    mapping,
    evenOlder = false,
  }: { source: string; mapping: Mapping; evenOlder?: boolean | undefined },
): Promise<PreparedBatch> {
  const numbers = batch.flatMap(({ reading }) => (reading.ok ? [reading.value.number] : []));
  const known = await knownRecords(pool, source, numbers);
  const read = batch.flatMap((one): ReadRecord[] => {
    const { reading, record } = one;
    if (!reading.ok) return [];
    const fingerprint = hash('sha256', Buffer.concat([Buffer.from(mapping.version), record.bytes]), 'buffer');
    return [{ ...one, described: reading.value, fingerprint, known: known.get(reading.value.number) }];
  });
  const overWhatIsKept = async (changed: ReadRecord[]) => {
    const partly = changed.filter(({ record }) => record.readOver !== undefined);
    if (partly.length === 0) return changed;
    const kept = await keptRows(
      db,
      source,
      partly.map(({ described }) => described.number),
      mapping,
    );
    return changed.map((one) => {
      const row = kept.get(one.described.number);
      const reading = row === undefined ? undefined : one.record.readOver?.(mapping, row);
      return reading?.ok ? { ...one, described: reading.value } : one;
    });
  };
  const isSame = ({ known, fingerprint }: ReadRecord) => known?.fingerprint.equals(fingerprint) ?? false;
  const older = evenOlder
    ? new Map<ReadRecord, Refused>()
    : await olderThanKept(
        pool,
        source,
        read.filter((one) => !isSame(one)),
      );
  const current = read.filter(({ described }) => !described.withdrawn);
  const isToWrite = (one: ReadRecord) => !isSame(one) && !older.has(one);
  const added: PreparedBatch['added'] = [];
  const rows: string[] = [];
  for (const one of current) {
    if (one.known !== undefined) continue;
    const draft = toNewRecord(one.described, source, []);
    added.push({ ...one, draft });
    rows.push(JSON.stringify(rowOf(draft)));
    if (rows.length % RECORDS_A_TURN === 0) await nextTurn();
  }
  return {
    unread: batch.filter(({ reading }) => !reading.ok),
    added,
    rows: `[${rows.join(',')}]`,
    changed: await overWhatIsKept(current.filter((one) => one.known !== undefined && isToWrite(one))),
    deletions: read.filter((one) => one.described.withdrawn && isToWrite(one)),
    unchanged: read.filter(isSame),
    older,
  };
}
