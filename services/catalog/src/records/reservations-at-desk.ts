import { catalogApi } from '@toshobin/contracts';
import { allow } from '@toshobin/lending-rules';
import { z } from 'zod';
import type { Answers } from '../catalog-deps.ts';
import { wholeTitle } from './whole-title.ts';

const Rows = z.array(z.looseObject({ title: z.string(), subtitle: z.string() }));

/** The titles of reservations, with the copy that each has or had last; an unknown reservation is left out. */
export const reservationsAtDesk: Answers<'reservationsAtDesk'> = async ({ db }, { reservationIds }) => {
  const rows = Rows.parse(
    await db.$queryRaw`
      SELECT entry.reservation_id::text AS "reservationId", record.title, record.subtitle,
        record.author, entry.pickup_library AS "pickupLibrary", copy.barcode, copy.shelf_mark AS "shelfMark"
      FROM queue_entry entry
        JOIN bibliographic_record record ON record.id = entry.record_id
        LEFT JOIN LATERAL (SELECT copy_id FROM allocation WHERE reservation_id = entry.reservation_id
          ORDER BY closed_at IS NULL DESC, number DESC LIMIT 1) last ON true
        LEFT JOIN copy ON copy.id = last.copy_id
      WHERE entry.reservation_id = ANY (${reservationIds}::uuid[])`,
  );
  const named = rows.map((row) => ({ ...row, title: wholeTitle(row) }));
  return allow(catalogApi.reservationsAtDesk.answer.parse({ rows: named }));
};
