import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { dateThatMoves } from '@toshobin/lending-rules';
import { dueColumns } from '../ledger/due-of.ts';
import { standingsOf } from '../ledger/standings.ts';
import type { CatalogInTest } from './catalog-in-test.ts';
import { rememberedOtherwise } from './remembered-otherwise.ts';

/** What must hold of a title, its copies and its reservations at any moment; each line is a fault. */
export async function faults(
  catalog: CatalogInTest,
  { recordId, reservations }: { recordId: string; reservations: readonly string[] },
): Promise<unknown[]> {
  const { rows } = await catalog.deps.pool.query(
    `WITH entry AS (SELECT * FROM queue_entry WHERE record_id = $1),
       free AS (SELECT * FROM copy WHERE record_id = $1 AND place = 'onShelf' AND condition = 'inService'),
       chosen AS (SELECT allocation.*, entry.state, pickup_library FROM allocation JOIN entry USING (reservation_id))
     SELECT 'a copy on the shelf while somebody waits' AS fault
       WHERE EXISTS (TABLE free) AND EXISTS (SELECT FROM entry WHERE state = 'waiting')
     UNION ALL SELECT 'a free copy that is chosen' FROM free JOIN chosen ON chosen.copy_id = free.id AND closed_at IS NULL
     UNION ALL SELECT 'an open allocation of one who is ' || state FROM chosen
       WHERE closed_at IS NULL AND state <> 'allocated'
     UNION ALL SELECT 'allocated without a copy' FROM entry WHERE state = 'allocated'
       AND NOT EXISTS (SELECT FROM chosen WHERE chosen.reservation_id = entry.reservation_id AND closed_at IS NULL)
     UNION ALL SELECT 'nobody can fill it, untold' FROM entry
       WHERE state IN ('waiting', 'suspended') AND unservable_at IS NULL AND NOT EXISTS (
         SELECT FROM copy WHERE record_id = $1 AND condition IN ('inService', 'searching'))
     UNION ALL SELECT 'a loan that ended apart from its allocation' FROM loan JOIN chosen ON number = allocation
       WHERE (ended_at IS NULL) <> (closed_at IS NULL)
     UNION ALL SELECT 'a due date before one that was told' FROM loan JOIN chosen ON number = allocation
       WHERE ended_at IS NULL AND due_at < told_at
     UNION ALL SELECT 'a hold that ends before what was told' FROM chosen WHERE hold_at < hold_told_at
     UNION ALL SELECT 'moved by a closure that was taken back' FROM moved_date JOIN closure USING (closure_id)
       WHERE taken_back_at IS NOT NULL AND moved_back_at IS NULL`,
    [recordId],
  );
  const dates = await datesInClosures(catalog, reservations);
  const columns = await rememberedOtherwise(catalog, recordId);
  return [...rows, ...dates, ...columns, ...(await catalog.untrueStandings(recordId))];
}

/** Reservations with a date ahead of them on which their pickup library is closed. */
async function datesInClosures(catalog: CatalogInTest, reservations: readonly string[]): Promise<string[]> {
  const { db, now } = catalog.deps;
  const closures = await db.closure.findMany({ where: { takenBackAt: null } });
  const standings = await standingsOf(db, reservations);
  return standings.flatMap(({ reservationId, state }) => {
    const { pickupLibrary } = state;
    // A hunt may end a loan as long overdue while its date is ahead.
    if (state.ended !== null) return [];
    const date = dateThatMoves(state, pickupLibrary === PREFECTURAL_LIBRARY, now());
    const until = date && dueColumns(date.until).dueDate;
    const isIn = closures.some(
      ({ library, firstDay, lastDay }) =>
        until && library === pickupLibrary && firstDay && lastDay && firstDay <= until && until <= lastDay,
    );
    return isIn ? [`${reservationId}: ${date?.kind} on ${date?.until.date}`] : [];
  });
}
