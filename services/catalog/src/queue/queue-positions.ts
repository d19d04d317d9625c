import { z } from 'zod';
import type { Transaction } from '../database.ts';

const Rows = z.array(z.object({ reservationId: z.string(), position: z.number(), noCopyLeft: z.boolean() }));

/**
 * Places in the queue, 1 is next, and whether a copy is left that could come; reservations that don't wait (also those
 * suspended) are left out.
 */
export async function queuePositions(
  tx: Transaction,
  reservationIds: readonly string[],
): Promise<z.infer<typeof Rows>> {
  if (reservationIds.length === 0) return [];
  return Rows.parse(
    await tx.$queryRaw`
      SELECT entry.reservation_id::text AS "reservationId",
        (SELECT count(*)::int + 1 FROM queue_entry ahead
          WHERE ahead.record_id = entry.record_id AND ahead.state = 'waiting'
            AND (ahead.joined_at, ahead.sequence) < (entry.joined_at, entry.sequence)) AS position,
        entry.unservable_at IS NOT NULL AS "noCopyLeft"
      FROM queue_entry entry
      WHERE entry.reservation_id = ANY(${[...reservationIds]}::uuid[]) AND entry.state = 'waiting'
      ORDER BY entry.joined_at, entry.sequence`,
  );
}

/** The place of one reservation; undefined when it doesn't wait. */
export async function queuePosition(tx: Transaction, reservationId: string): Promise<number | undefined> {
  return (await queuePositions(tx, [reservationId]))[0]?.position;
}

const Waiting = z.tuple([z.object({ waiting: z.int() })]);

/** How many wait for a title (R8: accepted, not suspended, without a copy); by the index of those who wait. */
export async function countWaiting(tx: Transaction, recordId: bigint): Promise<number> {
  const rows = await tx.$queryRaw`
    SELECT count(*)::int AS waiting FROM queue_entry WHERE record_id = ${recordId} AND state = 'waiting'`;
  return Waiting.parse(rows)[0].waiting;
}
