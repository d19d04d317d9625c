import { type LeftRow, togetherOrRowByRow, vacuum } from '@toshobin/database';
import { inShort } from '@toshobin/events';
import { dateColumn, dayOf, type Instant, minusDuration } from '@toshobin/lending-rules';
import { rowsFailed } from '@toshobin/temporal';
import { z } from 'zod';
import type { CatalogDeps } from '../catalog-deps.ts';
import { Prisma, type Transaction } from '../database.ts';
import { loadLedgers } from '../ledger/load-ledgers.ts';
import { forgetDeletedHistory } from './deleted-history.ts';

const BATCH = 200;
const Found = z.array(z.object({ reservationId: z.string() }));

/**
 * Privacy. Keeps of every reservation that was settled before that day only the days on which something happened, and
 * the order of scans within a copy: no moment and no number of a scan that is left says that two of them are of one
 * person. Later news of them is kept in the same way (momentKept). Answers how many there were. One that fails is left
 * to the next night, keeps no other, and is named in what is thrown at the end. Repeatable.
 */
export async function forgetMoments(deps: CatalogDeps, { before }: { before: Instant }): Promise<number> {
  const day = dateColumn(dayOf(before));
  let forgotten = 0;
  const left: LeftRow<string>[] = [];
  for (;;) {
    const ids = await settledBefore(
      deps.db,
      day,
      left.map(({ row }) => row),
    );
    const { done, ...some } = await togetherOrRowByRow(ids, (these) =>
      deps.db.$transaction((tx) => forgetThese(tx, these, day)),
    );
    forgotten += done;
    left.push(...some.left);
    if (ids.length < BATCH || done + some.left.length === 0) break;
  }
  await forgetTasks(deps, new Date(before));
  await forgetAnswers(deps, before);
  await forgetDeletedHistory(deps.db, before);
  if (left.length === 0) return forgotten;
  throw rowsFailed({ done: forgotten, failed: left.map(({ row, fault }) => `${row}: ${inShort(fault)}`) });
}

/**
 * Keeps the days of the tasks about reservations that are forgotten and about their copies, also of those that were open
 * in that night or came later. A task that was settled by mistake may be opened again until the day on which it could.
 */
async function forgetTasks({ db }: CatalogDeps, before: Date): Promise<void> {
  const moments = ['opened_at', 'cleared_at', 'reopen_until'];
  const isDay = moments.map(
    (column) => Prisma.sql`${Prisma.raw(column)} IS NOT DISTINCT FROM ${day(column)}`,
  );
  await db.$executeRaw`
    UPDATE task SET opened_at = ${day('opened_at')}, cleared_at = ${day('cleared_at')},
      reopen_until = ${day('reopen_until')}
    WHERE coalesce(cleared_at, opened_at) < ${before} AND NOT (${Prisma.join(isDay, ' AND ')}) AND (
      EXISTS (SELECT FROM queue_entry WHERE reservation_id = task.reservation_id AND days_only)
      OR task.reservation_id IS NULL AND EXISTS (
        SELECT FROM copy JOIN allocation ON allocation.copy_id = copy.id JOIN queue_entry USING (reservation_id)
        WHERE copy.barcode = task.barcode AND days_only))`;
}

/** So long a scan that is sent again hears what the desk was answered; later, that its state has changed. */
const ANSWERED_AGAIN = 'P14D';

/**
 * Deletes old answers to desks; the scan stays, and so its id is used once. Only its answer says that a scan repeated
 * another, so that one stays; an answer has no moment, only a day.
 */
async function forgetAnswers({ db }: CatalogDeps, before: Instant): Promise<void> {
  const until = new Date(minusDuration(before, ANSWERED_AGAIN));
  await db.$executeRaw`
    DELETE FROM scan_answer USING scan WHERE scan.fact_id = scan_answer.fact_id AND scan.recorded_at < ${until}`;
}

const isSettledBefore = (before: Date) =>
  Prisma.sql`(standing -> 'state' -> 'settled' ->> 'on')::date < ${before}::date`;

async function settledBefore(tx: Transaction, before: Date, except: readonly string[]): Promise<string[]> {
  const found = Found.parse(
    await tx.$queryRaw`
      SELECT reservation_id::text AS "reservationId" FROM queue_entry entry CROSS JOIN LATERAL (
        -- One by one (OFFSET 0): a night reads none of what was settled in all the years before.
        SELECT standing FROM reservation_state told WHERE told.reservation_id = entry.reservation_id OFFSET 0) told
      WHERE NOT days_only AND ${isSettledBefore(before)} AND reservation_id <> ALL (${[...except]}::uuid[])
      ORDER BY reservation_id LIMIT ${BATCH}`,
  );
  return found.map(({ reservationId }) => reservationId);
}

/** Locks those of these that nobody is changing and that are still settled, and forgets their moments. */
async function forgetThese(tx: Transaction, these: readonly string[], before: Date): Promise<number> {
  const free = Found.parse(
    await tx.$queryRaw`
      SELECT reservation_id::text AS "reservationId" FROM queue_entry
      WHERE reservation_id = ANY (${[...these]}::uuid[]) AND NOT days_only
      ORDER BY reservation_id FOR NO KEY UPDATE SKIP LOCKED`,
  );
  const settled = Found.parse(
    await tx.$queryRaw`
      SELECT reservation_id::text AS "reservationId" FROM reservation_state
      WHERE reservation_id = ANY (${free.map(({ reservationId }) => reservationId)}::uuid[])
        AND ${isSettledBefore(before)}
      ORDER BY reservation_id FOR NO KEY UPDATE`,
  );
  const ids = settled.map(({ reservationId }) => reservationId);
  if (ids.length === 0) return 0;
  const ofThem = Prisma.sql`reservation_id = ANY (${ids}::uuid[])`;
  const allocations = Prisma.sql`(SELECT number FROM allocation WHERE ${ofThem})`;
  await tx.$executeRaw`
    UPDATE queue_entry SET days_only = true, sequence = 0, joined_at = ${day('joined_at')},
      recorded_at = ${day('recorded_at')}, redirect_wish = NULL, unservable_at = ${day('unservable_at')}
    WHERE ${ofThem}`;
  await tx.$executeRaw`DELETE FROM wish WHERE ${ofThem}`;
  await tx.$executeRaw`
    UPDATE loan SET started_at = ${day('started_at')}, extended_at = ${day('extended_at')},
      handed_out_at = ${day('handed_out_at')}, handed_in_at = ${day('handed_in_at')}, ended_at = ${day('ended_at')}
    WHERE allocation IN ${allocations}`;
  await tx.$executeRaw`
    UPDATE moved_date SET moved_at = ${day('moved_at')}, moved_back_at = ${day('moved_back_at')}
    WHERE journey IN ${allocations}`;
  await forgetScans(tx, allocations);
  await tx.$executeRaw`
    UPDATE allocation SET opened_at = ${day('opened_at')}, closed_at = ${day('closed_at')},
      first_ended_at = ${day('first_ended_at')}, late_allowed_at = ${day('late_allowed_at')},
      kept_since = ${day('kept_since')}, delayed_at = ${day('delayed_at')}, hold_heard = NULL
    WHERE ${ofThem}`;
  // The present state is noted as told: otherwise it would be told anew.
  for (const [reservationId, { present }] of await loadLedgers(tx, ids)) {
    await tx.$executeRaw`
      UPDATE reservation_state SET standing = ${JSON.stringify(present)}::jsonb
      WHERE reservation_id = ${reservationId}::uuid`;
  }
  return ids.length;
}

/**
 * Forgets the moments of some allocations' scans. Each scan of their copies, up to the last of these, is numbered
 * within its copy: a number counted over all copies would say what was scanned one after another at a desk.
 */
async function forgetScans(tx: Transaction, allocations: Prisma.Sql): Promise<void> {
  await tx.$executeRaw`
    WITH forgotten AS (
        SELECT copy_id, max(sequence) AS latest FROM scan WHERE allocation IN ${allocations} GROUP BY copy_id),
      numbered AS (
        SELECT scan.fact_id, row_number() OVER (PARTITION BY scan.copy_id ORDER BY scan.sequence) AS number
        FROM scan JOIN forgotten ON forgotten.copy_id = scan.copy_id AND scan.sequence <= forgotten.latest)
    UPDATE scan SET sequence = numbered.number FROM numbered
    WHERE numbered.fact_id = scan.fact_id AND scan.sequence <> numbered.number`;
  await tx.$executeRaw`
    UPDATE scan SET occurred_at = ${day('occurred_at')}, scanned_at = ${day('scanned_at')},
      recorded_at = ${day('recorded_at')}, parcel = NULL
    WHERE allocation IN ${allocations}`;
}

/** The start of the day of a column, in Tokyo. */
function day(column: string): Prisma.Sql {
  return Prisma.sql`date_trunc('day', ${Prisma.raw(column)}, 'Asia/Tokyo')`;
}

/** The tables that forgetMoments changes: vacuumed each time, since a deleted row else lies in its page for long. */
const forgottenFrom = [
  'allocation',
  'deleted_history',
  'loan',
  'moved_date',
  'outbox',
  'queue_entry',
  'reservation_state',
  'scan',
  'scan_answer',
  'task',
  'wish',
] as const;

/** Runs after the erasure, outside of its transactions. */
export const vacuumForgotten = ({ db }: Pick<CatalogDeps, 'db'>): Promise<void> => vacuum(db, forgottenFrom);
