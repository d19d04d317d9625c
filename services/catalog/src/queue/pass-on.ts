import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { wasFetched, wasPacked } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import { openTask } from '@toshobin/tasks';
import type { Transaction } from '../database.ts';
import type { QueueEntry } from '../generated/prisma/client.ts';
import { type Journey, journeyOf, latestJourneyOfCopy } from '../ledger/journey.ts';
import { lockCopy } from '../ledger/lock-copy.ts';
import { recordFact } from '../ledger/record-fact.ts';
import { allocate } from './allocate.ts';
import { withdrawAllocation } from './withdraw-allocation.ts';

/**
 * R15. A copy that waits for a loan slot passes on to the next; its reservation keeps its place and is skipped until
 * `resume`. The record and the copy are locked. The copy is off its shelf already, so it counts as picked for the next
 * one, and the desk is asked to change the slip and to put it where it belongs now.
 */
export async function passOn(tx: Transaction, journey: Journey, next: QueueEntry, at: Date): Promise<void> {
  const { copyId } = journey;
  await withdrawAllocation(tx, journey, { why: 'passedOn', at, suspended: true });
  const copy = await lockCopy(tx, copyId);
  await allocate(tx, copy, next, at);
  if (!wasFetched(journey)) return;
  const following = await latestJourneyOfCopy(tx, copyId);
  if (following === undefined) throw new Error(`Copy ${copyId} was allocated and has no allocation`);
  await recordFact(tx, {
    factId: derivedId(next.reservationId, `picked ${following.allocation}`),
    kind: 'picked',
    copyId,
    journey: following,
    leg: 'outward',
    place: PREFECTURAL_LIBRARY,
    occurredAt: following.openedAt,
    recordedAt: following.openedAt,
  });
  await openTask(tx, {
    kind: 'moveHold',
    subject: { reservationId: next.reservationId, barcode: copy.barcode },
    why: 'passedOn',
    at,
  });
}

/** R15. A copy of the title that is kept although its time is over, because nobody else waited; its row is locked. */
export async function keptCopy(tx: Transaction, recordId: bigint): Promise<Journey | undefined> {
  const kept = await tx.allocation.findMany({
    where: { closedAt: null, keptSince: { not: null }, entry: { recordId } },
    orderBy: { keptSince: 'asc' },
    select: { number: true, copyId: true },
  });
  for (const { number, copyId } of kept) {
    await lockCopy(tx, copyId);
    const journey = await journeyOf(tx, number);
    // A scan that held the copy's lock may have packed it.
    if (journey?.open && !wasPacked(journey)) return journey;
  }
  return undefined;
}
