import type { Allocation } from '@toshobin/contracts';
import { derivedFactId } from '../copies/derived-fact-id.ts';
import { type LockedCopy, lockCopyOnShelf } from '../copies/lock-copy.ts';
import { moveCopy } from '../copies/record-fact.ts';
import { writeEvent } from '../facts/write-event.ts';
import type { QueueEntry } from '../generated/prisma/client.ts';
import type { Tx } from '../open-database.ts';
import { describeAllocation } from './describe-allocation.ts';

/** Who is next for a title: the first that waits; those suspended are skipped and keep their place. */
export async function nextWaiting(tx: Tx, recordId: bigint): Promise<QueueEntry | undefined> {
  const next = await tx.queueEntry.findFirst({
    where: { recordId, state: 'waiting' },
    orderBy: [{ joinedAt: 'asc' }, { sequence: 'asc' }],
  });
  return next ?? undefined;
}

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

/**
 * Gives copies that stand on the title's shelf to those who wait, in the order of the queue; the record is locked.
 *
 * @param asking the reservation that hears of its copy in the answer
 */
export async function allocateNext(tx: Tx, recordId: bigint, at: Date, asking?: string): Promise<void> {
  for (;;) {
    const entry = await nextWaiting(tx, recordId);
    if (entry === undefined) return;
    const copy = await lockCopyOnShelf(tx, recordId);
    if (copy === undefined) return;
    await allocate(tx, copy, entry, at, entry.reservationId !== asking);
  }
}
