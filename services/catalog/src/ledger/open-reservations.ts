import { z } from 'zod';
import type { Transaction } from '../database.ts';

const PAGE = 200;
const Rows = z.array(z.object({ id: z.string() }));

/** Reservations that go on by their last state that was told, in the order of their ids. */
export async function openReservations(
  tx: Transaction,
  { after }: { after: string | null },
): Promise<string[]> {
  const rows = Rows.parse(
    await tx.$queryRaw`
      SELECT entry.reservation_id::text AS id FROM queue_entry entry CROSS JOIN LATERAL (
        -- One by one (OFFSET 0): a page reads none of what was settled in all the years before.
        SELECT standing -> 'state' AS it FROM reservation_state told
        WHERE told.reservation_id = entry.reservation_id OFFSET 0) told
      WHERE NOT entry.days_only AND (${after}::uuid IS NULL OR entry.reservation_id > ${after}::uuid)
        AND it ->> 'ended' IS NULL AND it ->> 'stage' <> 'over'
      ORDER BY entry.reservation_id LIMIT ${PAGE}`,
  );
  return rows.map(({ id }) => id);
}
