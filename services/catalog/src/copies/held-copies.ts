import { catalogApi, holdNumberOf, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { instantFromDate } from '@toshobin/lending-rules';
import { z } from 'zod';
import type { AnswerTo } from '../catalog-deps.ts';
import { Prisma, type Transaction } from '../database.ts';
import { dueOf } from '../ledger/due-of.ts';
import { wholeTitle } from '../records/whole-title.ts';
import { chosenCopies } from './pick-list.ts';

const Rows = z.array(
  z.looseObject({
    allocation: z.int(),
    title: z.string(),
    subtitle: z.string(),
    since: z.date(),
    dueDate: z.date().nullable(),
    dueAt: z.date().nullable(),
  }),
);

/** The condition of a copy and its open allocation: the copy waits at that library for its patron. */
export function isHeldAt(library: string): Prisma.Sql {
  return library === PREFECTURAL_LIBRARY
    ? Prisma.sql`copy.place = 'onHoldShelf'`
    : Prisma.sql`copy.place = 'atPickupLibrary' AND copy.place_library = ${library}`;
}

/** The moment at which the copy came to the shelf where it waits. */
export const heldSince = Prisma.sql`coalesce((SELECT min(scan.occurred_at) FROM scan
  WHERE scan.allocation = chosen.number
    AND scan.kind = CASE copy.place WHEN 'onHoldShelf' THEN 'picked'::scan_kind ELSE 'arrived' END), chosen.opened_at)`;

/**
 * 取り置き中: copies that wait at a library for their patrons, in the order of the hold shelf (at most 500).
 *
 * @param reservations only those for these
 */
export async function heldCopies(
  tx: Transaction,
  library: string,
  reservations?: readonly string[],
): Promise<AnswerTo<'heldCopies'>['rows']> {
  const some =
    reservations === undefined
      ? Prisma.empty
      : Prisma.sql`AND chosen.reservation_id = ANY (${[...reservations]}::uuid[])`;
  const rows = Rows.parse(
    await tx.$queryRaw`
      SELECT chosen.number AS allocation, chosen.reservation_id::text AS "reservationId", copy.barcode,
        record.title, record.subtitle, copy.shelf_mark AS "shelfMark",
        nullif(told.standing -> 'state' -> 'copy' -> 'holdUntil', 'null') AS "holdUntil",
        ${heldSince} AS since,
        loan.due_date AS "dueDate", loan.due_at AS "dueAt", record.protective_cover AS "protectiveCover",
        copy.supplement_count AS "supplementCount"
      FROM ${chosenCopies}
        JOIN bibliographic_record record ON record.id = copy.record_id
        JOIN reservation_state told ON told.reservation_id = chosen.reservation_id
        LEFT JOIN loan ON loan.allocation = chosen.number
      WHERE ${isHeldAt(library)} ${some}
      ORDER BY chosen.number LIMIT 500`,
  );
  const held = rows.map(({ dueDate, dueAt, ...row }) => ({
    ...row,
    title: wholeTitle(row),
    holdNumber: holdNumberOf(row.allocation),
    since: instantFromDate(row.since),
    due: dueDate === null || dueAt === null ? null : dueOf({ dueDate, dueAt }),
  }));
  return catalogApi.heldCopies.answer.parse({ rows: held }).rows;
}
