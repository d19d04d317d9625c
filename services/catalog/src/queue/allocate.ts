import type { Allocation } from '@toshobin/contracts';
import { derivedFactId } from '../copies/derived-fact-id.ts';
import type { LockedCopy } from '../copies/lock-copy.ts';
import { moveCopy } from '../copies/record-fact.ts';
import { writeEvent } from '../facts/write-event.ts';
import type { QueueEntry } from '../generated/prisma/client.ts';
import type { Tx } from '../open-database.ts';
import { describeAllocation } from './describe-allocation.ts';

/**
 * Chooses a copy for a reservation; the record and the copy are locked, the copy belongs to nobody. `tell` is false
 * when the one who asks hears it in the answer: its process need not be woken by a fact as well.
 */
export async function allocate(
  tx: Tx,
  copy: LockedCopy,
  entry: QueueEntry,
  at: Date,
  tell = true,
): Promise<Allocation> {
  const { reservationId } = entry;
  // It bounds every later scan of the copy, so a device's clock must not put it before the application.
  const openedAt = at > entry.joinedAt ? at : entry.joinedAt;
  const chosen = await tx.allocation.create({ data: { copyId: copy.id, reservationId, openedAt } });
  await tx.queueEntry.update({ where: { reservationId }, data: { state: 'allocated' } });
  await moveCopy(tx, copy.id, { place: 'beingPrepared', placeLibrary: null });
  const allocation = describeAllocation(chosen, copy);
  if (!tell) return allocation;
  await writeEvent(tx, {
    id: derivedFactId(reservationId, `allocation ${chosen.number}`),
    type: 'catalog.copy.allocated',
    subject: allocation.copyId,
    at,
    data: allocation,
  });
  return allocation;
}
