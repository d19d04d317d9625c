import pg, { type PoolClient } from 'pg';
import { hideDeleted } from '../records/hide-deleted.ts';
import { queueRecords } from '../records/insert-records.ts';
import type { NewRecord } from '../records/new-record.ts';
import { updateRecords } from '../records/update-records.ts';
import { acceptCopies, changeCopies, withdrawDeleted, wrongInUnchanged } from './bring-copies.ts';
import type { ImportDeps } from './import-deps.ts';
import { keepRefusals } from './keep-refusals.ts';
import { rememberRecords } from './known-records.ts';
import { lendingOfChanged } from './lending-of-changed.ts';
import type { BatchRecord, PreparedBatch, ReadRecord } from './prepare-batch.ts';
import { type Refused, refused } from './refused.ts';
import { replacedInFile } from './replaced-in-file.ts';
import { countBatch, type Run } from './run.ts';
import { newCopy, toNewRecord } from './to-new-record.ts';

/** Refusals that may pass until the file comes again: the copy is home, the barcode free, nobody waits. */
const PASSES: ReadonlySet<Refused['why']> = new Set([
  ...(['COPY_LENT', 'BARCODE_TAKEN', 'TITLE_WAITED_FOR', 'COPY_OF_DELETED'] as const),
]);
/** Stands for the fingerprint of a record that is to be looked at again. */
const NOT_WHOLE = Buffer.alloc(0);

/** A batch as it was read, and as it is to be written; one record of it can be prepared by itself. */
interface Batch {
  full: readonly BatchRecord[];
  prepared: PreparedBatch;
  prepare: (some: readonly BatchRecord[]) => Promise<PreparedBatch>;
}

/**
 * Writes a batch, in which no number comes twice, and how far the file is read, in one transaction. Where the database
 * does not keep a value of it, each record has a transaction of its own, and the one with that value is refused: one
 * record stops no file. The words queue up: `finishWords` must follow.
 */
export async function writeBatch(
  deps: ImportDeps,
  client: PoolClient,
  run: Run,
  { full, prepared, prepare }: Batch,
): Promise<Run> {
  try {
    return await writeTogether(deps, client, run, prepared);
  } catch (fault) {
    await undoOverValue(client, fault);
  }
  let counted = run;
  for (const one of full) {
    const alone = await prepare([one]);
    try {
      counted = await writeTogether(deps, client, counted, alone);
    } catch (fault) {
      const why = await undoOverValue(client, fault);
      const number = one.reading.ok ? one.reading.value.number : '';
      const unread = [{ ...one, reading: refused('NOT_KEPT', `${number} ${why}`.trim()) }];
      counted = await writeTogether(deps, client, counted, { ...(await prepare([])), unread });
    }
  }
  return counted;
}

/** PostgreSQL's classes of faults of a value: the value itself, a constraint on it, its length. */
const OF_A_VALUE = /^(22|23|54)/;

/** Undoes the transaction that a value has broken, and answers what the database says; any other fault stays one. */
async function undoOverValue(client: PoolClient, fault: unknown): Promise<string> {
  if (!(fault instanceof pg.DatabaseError) || !OF_A_VALUE.test(fault.code ?? '')) throw fault;
  await client.query('ROLLBACK');
  return fault.message;
}

async function writeTogether(
  deps: ImportDeps,
  client: PoolClient,
  run: Run,
  { unread, added, rows, changed, deletions, unchanged, older }: PreparedBatch,
): Promise<Run> {
  const { source } = run;
  const refusals: { of: BatchRecord; refused: Refused }[] = [];
  const refuse = (of: BatchRecord, all: readonly Refused[]) => {
    for (const refused of all) refusals.push({ of, refused });
  };
  for (const one of unread) if (!one.reading.ok) refuse(one, [one.reading.refused]);
  for (const [one, told] of older) refuse(one, [told]);
  let unknown = 0;

  // The desk's own verbs move a queue, each in a transaction of its own: done again they change nothing.
  for (const one of deletions) {
    if (one.known === undefined) {
      unknown += 1;
      refuse(one, [{ why: 'DELETED_UNKNOWN', what: one.described.number }]);
    } else refuse(one, await withdrawDeleted(deps, one.described, one.known.recordId));
  }
  for (const one of changed) {
    if (one.known !== undefined) refuse(one, await changeCopies(deps, one.described, one.known.recordId));
  }

  await client.query("BEGIN; SET LOCAL gin_pending_list_limit = '1GB'");
  const accepted = await acceptCopies(client, added);
  const news = added.map((one): NewRecord => {
    const { described, draft } = one;
    const { copies, refused } = accepted(one);
    refuse(one, [...described.refused, ...refused]);
    return { ...draft, copies: copies.map((copy) => newCopy(copy, described, draft)) };
  });
  const ids = await queueRecords(client, news, rows);
  for (const [one, told] of await replacedInFile(client, { changed, deletions })) refuse(one, [told]);
  const wrong = await wrongInUnchanged(client, unchanged);
  for (const one of unchanged) refuse(one, wrong(one));
  const lending = await lendingOfChanged(client, changed);
  const changes = changed.flatMap((one) => {
    const { known, described } = one;
    if (known === undefined) return [];
    const { lent, refused } = lending(one);
    refuse(one, refused);
    return [{ ...toNewRecord({ ...described, lending: lent }, source, []), recordId: known.recordId }];
  });
  await updateRecords(client, changes);
  const toDo = new Set(refusals.flatMap(({ of, refused }) => (PASSES.has(refused.why) ? [of] : [])));
  const remembered = (one: ReadRecord, recordId: string) => ({
    ...one,
    recordId,
    fingerprint: toDo.has(one) ? NOT_WHOLE : one.fingerprint,
  });
  await rememberRecords(client, source, [
    ...added.map((one, place) => remembered(one, ids[place] ?? '')),
    ...[...changed, ...deletions].flatMap((one) =>
      one.known === undefined ? [] : [remembered(one, one.known.recordId)],
    ),
  ]);
  await hideDeleted(
    client,
    deletions.flatMap(({ known }) => known?.recordId ?? []),
  );
  const superseded = await forgetOlder(client, run.id, [...changed, ...deletions, ...unchanged]);
  await keepRefusals(
    client,
    run.id,
    refusals.map(({ of: { place, record, reading }, refused }) => ({
      ...{ place, line: record.line, refused },
      number: reading.ok ? reading.value.number : reading.refused.number,
    })),
  );
  const counts = {
    added: added.length,
    changed: changed.length,
    withdrawn: deletions.length - unknown,
    refused: unread.length + unknown + older.size - superseded,
    unchanged: unchanged.length + superseded,
  };
  const counted = await countBatch(client, run, counts, new Date(deps.now()));
  await client.query('COMMIT');
  return counted;
}

/**
 * Forgets the refusals "older than kept" of records whose corrections come later in the file: such a file, when it
 * comes again, is older than what it has brought itself, and that changes nothing. Answers how many.
 */
async function forgetOlder(client: PoolClient, runId: number, taken: readonly ReadRecord[]): Promise<number> {
  const again = taken.filter(({ earlier }) => earlier !== undefined);
  if (again.length === 0) return 0;
  const { rowCount } = await client.query(
    `DELETE FROM import_refusal WHERE run_id = $1 AND why = 'OLDER' AND control_number = ANY($2::text[])`,
    [runId, again.map(({ described }) => described.number)],
  );
  return rowCount ?? 0;
}
