import { databaseAway } from '@toshobin/database';
import { inShort } from '@toshobin/events';
import { clearTasks, openTask } from '@toshobin/tasks';
import { z } from 'zod';
import type { CatalogDeps } from '../catalog-deps.ts';
import type { Database } from '../database.ts';
import { followClosures } from './follow-closures.ts';

const PAGE = 200;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** What a look at the closures did. */
interface WorkedOff {
  followed: number;
  /** Reservations whose date could not be moved, and why; they are tried again at the next look. */
  failed: ReadonlyMap<string, string>;
}

/**
 * R17. Has every date that a closure touches follow it: a date in a closure is moved, and one that a closure moved
 * which was taken back goes back. The rows themselves say which are left, a page at a time, each reservation in a
 * transaction of its own: cut off, repeated or after a restore the work goes on with what is left. A reservation that
 * fails stands in the way of no other; the desk has a task of it until it succeeds. Throws when the database is away.
 */
export async function workOffClosures(deps: CatalogDeps): Promise<WorkedOff> {
  const failed = new Map<string, string>();
  let followed = 0;
  for (let after = BEFORE_ALL; ; ) {
    const page = await reservationsLeft(deps.db, new Date(deps.now()), after);
    for (const reservationId of page) {
      try {
        await followClosures(deps, reservationId);
        followed += 1;
      } catch (fault) {
        if (databaseAway(fault)) throw fault;
        failed.set(reservationId, inShort(fault));
      }
    }
    after = page.at(-1) ?? after;
    if (page.length < PAGE) break;
  }
  await tellOfFailed(deps, failed);
  return { followed, failed };
}

const Left = z.array(z.object({ reservationId: z.uuid() }));

/** Reservations with a date in a closure, or a date that a closure moved which was taken back since; in id order. */
async function reservationsLeft(db: Database, now: Date, after: string): Promise<string[]> {
  const rows = Left.parse(
    await db.$queryRaw`
      SELECT reservation_id::text AS "reservationId" FROM (
        SELECT chosen.reservation_id FROM allocation chosen
          JOIN queue_entry entry ON entry.reservation_id = chosen.reservation_id
          JOIN closure ON closure.library = entry.pickup_library AND closure.taken_back_at IS NULL
          LEFT JOIN loan ON loan.allocation = chosen.number
        WHERE chosen.closed_at IS NULL AND (
          (loan.due_date BETWEEN closure.first_day AND closure.last_day AND loan.due_at >= ${now}
            AND loan.ended_at IS NULL AND loan.handed_in_at IS NULL)
          OR (chosen.hold_date BETWEEN closure.first_day AND closure.last_day AND chosen.hold_at >= ${now}
            AND chosen.hold_round IS NOT NULL AND loan.handed_out_at IS NULL))
        UNION
        SELECT chosen.reservation_id FROM closure
          JOIN moved_date USING (closure_id) JOIN allocation chosen ON chosen.number = moved_date.journey
        WHERE closure.taken_back_at IS NOT NULL AND moved_date.moved_back_at IS NULL
      ) touched
      WHERE reservation_id > ${after}::uuid ORDER BY reservation_id LIMIT ${PAGE}`,
  );
  return rows.map(({ reservationId }) => reservationId);
}

/** Opens the desk's tasks about dates that could not be moved, and clears those of dates that no longer wait. */
async function tellOfFailed({ db, now }: CatalogDeps, failed: ReadonlyMap<string, string>): Promise<void> {
  const at = new Date(now());
  for (const reservationId of failed.keys()) {
    await openTask(db, { kind: 'moveDate', subject: { reservationId }, why: 'notMoved', at });
  }
  const open = await db.task.findMany({
    where: { kind: 'moveDate', clearedAt: null },
    select: { reservationId: true },
  });
  for (const { reservationId } of open) {
    if (reservationId === null || failed.has(reservationId)) continue;
    await clearTasks(db, { kinds: ['moveDate'], subject: { reservationId }, by: 'process', at });
  }
}
