import { dayOf, instantFromDate } from '@toshobin/lending-rules';
import { z } from 'zod';
import type { Transaction } from '../database.ts';
import type { QueueEntry } from '../generated/prisma/client.ts';
import { pausedLibraries } from '../libraries/find-library.ts';
import { countWaiting } from './queue-positions.ts';

/**
 * The first reservation that waits for a title at that moment. Suspended ones, and those whose pickup library is paused
 * on that day (R5), are skipped and keep their place.
 */
export async function nextWaiting(
  tx: Transaction,
  recordId: bigint,
  at: Date,
): Promise<QueueEntry | undefined> {
  // Nearly always nobody waits, and then no library has to be looked at.
  if ((await countWaiting(tx, recordId)) === 0) return undefined;
  const paused = await pausedLibraries(tx, dayOf(instantFromDate(at)));
  // Prisma casts the state while the statement runs, so that the index of those who wait could not be used.
  const [next] = Next.parse(
    await tx.$queryRaw`
      SELECT reservation_id::text AS "reservationId" FROM queue_entry
      WHERE record_id = ${recordId} AND state = 'waiting' AND pickup_library <> ALL (${paused}::text[])
      ORDER BY joined_at, sequence LIMIT 1`,
  );
  return next && tx.queueEntry.findUniqueOrThrow({ where: next });
}

const Next = z.array(z.object({ reservationId: z.uuid() }));
