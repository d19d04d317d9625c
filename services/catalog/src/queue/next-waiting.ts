import { dayOf, instantFromDate } from '@toshobin/lending-rules';
import { z } from 'zod';
import type { QueueEntry } from '../generated/prisma/client.ts';
import { pausedLibraries } from '../libraries/pickup-library.ts';
import type { Tx } from '../open-database.ts';

/**
 * Who is next for a title at that moment: the first that waits. Those suspended, and those whose pickup library is
 * paused on that day (R5), are skipped and keep their place.
 */
export async function nextWaiting(tx: Tx, recordId: bigint, at: Date): Promise<QueueEntry | undefined> {
  // Nearly always nobody waits, and then no library has to be looked at.
  if (!(await isWaitedFor(tx, recordId))) return undefined;
  const paused = await pausedLibraries(tx, dayOf(instantFromDate(at)));
  const next = await tx.queueEntry.findFirst({
    where: { recordId, state: 'waiting', pickupLibrary: { notIn: paused } },
    orderBy: [{ joinedAt: 'asc' }, { sequence: 'asc' }],
  });
  return next ?? undefined;
}

const Waited = z.tuple([z.object({ waited: z.boolean() })]);

async function isWaitedFor(tx: Tx, recordId: bigint): Promise<boolean> {
  const rows = await tx.$queryRaw`
    SELECT EXISTS (SELECT FROM queue_entry WHERE record_id = ${recordId} AND state = 'waiting') AS waited`;
  return Waited.parse(rows)[0].waited;
}
