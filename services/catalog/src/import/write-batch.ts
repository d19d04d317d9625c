import type { PoolClient } from 'pg';
import { queueRecords } from '../records/insert-records.ts';
import type { NewRecord } from '../records/new-record.ts';
import { updateRecords } from '../records/update-records.ts';
import { acceptCopies, changeCopies, withdrawDeleted } from './bring-copies.ts';
import type { ImportDeps } from './import-deps.ts';
import { keepRefusals } from './keep-refusals.ts';
import { rememberRecords } from './known-records.ts';
import type { BatchRecord, PreparedBatch, ReadRecord } from './prepare-batch.ts';
import type { Refused } from './refused.ts';
import { countBatch, type Run } from './run.ts';
import { newCopy, toNewRecord } from './to-new-record.ts';

/** What may be no reason any more when the file comes again: the copy is home, or the barcode is free. */
const PASSES: ReadonlySet<Refused['why']> = new Set(['COPY_LENT', 'BARCODE_TAKEN']);
/** In place of the fingerprint of a record that is to be looked at again. */
const NOT_WHOLE = Buffer.alloc(0);

/**
 * Writes a batch, no number of which comes twice, and how far the file is read, in one transaction. Its words queue up:
 * `finishWords` must follow.
 */
export async function writeBatch(
  deps: ImportDeps,
  client: PoolClient,
  run: Run,
  { unread, added, rows, changed, deletions, unchanged }: PreparedBatch,
): Promise<Run> {
  const { source } = run;
  const refusals: { of: BatchRecord; refused: Refused }[] = [];
  const refuse = (of: BatchRecord, all: readonly Refused[]) => {
    for (const refused of all) refusals.push({ of, refused });
  };
  for (const one of unread) if (!one.reading.ok) refuse(one, [one.reading.refused]);
  let unknown = 0;

  // What moves a queue is the desk's own verbs, each in a transaction of its own: done again they change nothing.
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
  const changes = changed.flatMap(({ known, described }) =>
    known === undefined ? [] : [{ ...toNewRecord(described, source, []), recordId: known.recordId }],
  );
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
  await keepRefusals(
    client,
    run.id,
    refusals.map(({ of: { place, record, reading }, refused }) => ({
      ...{ place, line: record.line, refused },
      number: reading.ok ? reading.value.number : undefined,
    })),
  );
  const counts = {
    added: added.length,
    changed: changed.length,
    withdrawn: deletions.length - unknown,
    refused: unread.length + unknown,
    unchanged,
  };
  const counted = await countBatch(client, run, counts, new Date(deps.now()));
  await client.query('COMMIT');
  return counted;
}
