import { z } from 'zod';
import type { Transaction } from '../database.ts';

const PAGE = 200;
const Rows = z.array(z.object({ id: z.string() }));

/** Reservations that go on by what was told of them last, in the order of their ids. */
export async function openReservations(
  tx: Transaction,
  { after }: { after: string | null },
): Promise<string[]> {
  const rows = Rows.parse(
    await tx.$queryRaw`
      SELECT reservation_id::text AS id FROM reservation_state
      WHERE (${after}::uuid IS NULL OR reservation_id > ${after}::uuid)
        AND standing -> 'state' ->> 'ended' IS NULL AND standing -> 'state' ->> 'stage' <> 'over'
      ORDER BY reservation_id LIMIT ${PAGE}`,
  );
  return rows.map(({ id }) => id);
}
