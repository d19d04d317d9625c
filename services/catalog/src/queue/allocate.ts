import type { Allocation } from '@toshobin/contracts';
import { z } from 'zod';
import type { Transaction } from '../database.ts';
import type { QueueEntry } from '../generated/prisma/client.ts';
import { describeAllocation } from '../ledger/describe-allocation.ts';
import { type Journey, journeyOf } from '../ledger/journey.ts';
import type { LockedCopy } from '../ledger/lock-copy.ts';
import { changed } from '../ledger/tell-changed.ts';

const Chosen = z.tuple([z.object({ number: z.int() })]);

/**
 * Chooses a copy for a reservation; the record and the copy are locked, the copy belongs to nobody.
 *
 * @param journey of the allocation in whose place this one stands, two copies having been swapped
 */
export async function allocate(
  tx: Transaction,
  copy: LockedCopy,
  entry: QueueEntry,
  at: Date,
  journey?: number,
): Promise<Allocation> {
  const { reservationId } = entry;
  changed(tx, reservationId);
  // The moment of the allocation bounds every later scan of the copy: a device's clock must not put it before the
  // application.
  const openedAt = at > entry.joinedAt ? at : entry.joinedAt;
  const rows = await tx.$queryRaw`
    WITH left_queue AS (UPDATE queue_entry SET state = 'allocated' WHERE reservation_id = ${reservationId}::uuid),
      prepared AS (UPDATE copy SET place = 'beingPrepared', place_library = NULL WHERE id = ${copy.id})
    INSERT INTO allocation (copy_id, reservation_id, opened_at, journey)
    VALUES (${copy.id}, ${reservationId}::uuid, ${openedAt}, ${journey ?? null}::int)
    RETURNING number`;
  const [{ number }] = Chosen.parse(rows);
  return describeAllocation({ number, reservationId, openedAt }, copy);
}

/** Chooses the copy that is in hand; answers its journey. */
export async function allocateInHand(
  tx: Transaction,
  copy: LockedCopy,
  entry: QueueEntry,
  at: Date,
): Promise<Journey> {
  const { allocation: number } = await allocate(tx, copy, entry, at);
  const journey = await journeyOf(tx, number);
  if (journey === undefined) throw new Error(`Allocation ${number} was made and is not there`);
  return journey;
}
