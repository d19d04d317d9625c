import { holdNumberOf, PickListRowSchema } from '@toshobin/contracts';
import { instantFromDate } from '@toshobin/lending-rules';
import { z } from 'zod';
import { Prisma, type Transaction } from '../database.ts';
import { wholeTitle } from '../records/whole-title.ts';

type PickListRow = z.infer<typeof PickListRowSchema>;

const Rows = z.array(
  z.looseObject({ allocation: z.int(), allocatedAt: z.date(), title: z.string(), subtitle: z.string() }),
);

/** Copies, each with its open allocation. */
export const chosenCopies = Prisma.sql`copy JOIN allocation chosen ON chosen.copy_id = copy.id AND chosen.closed_at IS NULL`;

/** The condition of such a copy that no scan has seen off its shelf. */
export const isToFetch = Prisma.sql`
  -- The place has an index, and every such copy is in it (whereaboutsOf): open are the loans of the whole library, too.
  copy.place = 'beingPrepared' AND NOT EXISTS (
    -- Each by itself (OFFSET 0): the scans of all years grow without end.
    SELECT FROM scan WHERE scan.allocation = chosen.number AND scan.voids IS NULL
      AND NOT EXISTS (SELECT FROM scan undone WHERE undone.allocation = chosen.number
        AND undone.voids = scan.fact_id) OFFSET 0)`;

/** The library where the copy is to be picked up. */
export const pickupOfChosen = Prisma.sql`(SELECT pickup_library FROM queue_entry WHERE reservation_id = chosen.reservation_id)`;

/** 出庫リスト: allocated copies that no scan has seen off their shelf, in the order of the shelves (at most 1,000). */
export async function pickList(tx: Transaction): Promise<PickListRow[]> {
  const rows = Rows.parse(
    await tx.$queryRaw`
      SELECT chosen.number AS allocation, chosen.reservation_id::text AS "reservationId",
        copy.id::text AS "copyId", copy.barcode, copy.shelf_mark AS "shelfMark", record.title, record.subtitle,
        record.protective_cover AS "protectiveCover", copy.supplement_count AS "supplementCount",
        ${pickupOfChosen} AS "pickupLibrary",
        chosen.opened_at AS "allocatedAt"
      FROM ${chosenCopies} JOIN bibliographic_record record ON record.id = copy.record_id
      WHERE ${isToFetch}
      ORDER BY copy.shelf_mark, copy.barcode LIMIT 1000`,
  );
  return rows.map((row) =>
    PickListRowSchema.parse({
      ...row,
      title: wholeTitle(row),
      holdNumber: holdNumberOf(row.allocation),
      allocatedAt: instantFromDate(row.allocatedAt),
    }),
  );
}
