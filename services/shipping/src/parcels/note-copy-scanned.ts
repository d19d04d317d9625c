import { PREFECTURAL_LIBRARY, type ReservationFact } from '@toshobin/contracts';
import { type Fact, isAfter, legalTime } from '@toshobin/lending-rules';
import { clearTasks } from '@toshobin/tasks';
import { inTransaction, type Transaction } from '../database/open-database.ts';
import { deriveId } from '../facts/derive-id.ts';
import { instantOf, type Moment } from '../facts/write-copy-fact.ts';
import type { ParcelLine } from '../generated/prisma/client.ts';
import { closeShelfCheck } from '../shelf-checks/close-shelf-check.ts';
import type { Shipping } from '../shipping.ts';
import { arrive, wasPackedAgain } from './arrive.ts';
import { isAway, type LockedParcel, lockParcel } from './lock-parcel.ts';
import { comesHome, isInside, openIfDone } from './open-if-done.ts';

/**
 * What a scan of a copy elsewhere says of the parcel it was last in. Home: the copy is out of it, and when all are, the
 * parcel is opened. Handed out or in: the parcel it came in has arrived, scanned or not, given up or not. A copy that was
 * missing from it is found. The branch is not asked any more whether it has the copy. A scan from before the copy was
 * packed says nothing of a parcel, nor does one at home from before the parcel left. Safe to repeat, in any order.
 */
export async function noteCopyScanned(shipping: Shipping, { fact }: ReservationFact): Promise<void> {
  if (fact.voids !== undefined || !['handedOut', 'handedIn', 'home'].includes(fact.kind)) return;
  await inTransaction(shipping.db, async (tx) => {
    await closeShelfCheck(tx, fact);
    const seen = await lineAt(tx, fact);
    if (!seen) return;
    const parcel = await lockParcel(tx, seen.parcelNumber);
    const line = parcel?.lines.find(({ id }) => id === seen.id);
    if (!parcel || !line || line.ended === 'home' || wasNotGoneYet(parcel, fact)) return;
    if (line.ended === 'missing' || line.ended === 'lost') await copyIsFound(tx, parcel, line, fact);
    if (fact.kind !== 'home') await copyIsHandled(tx, parcel, line, fact);
    // Of its parcel this tells now: an arrival is never before the dispatch, though the scan may have been.
    const heard = { ...fact, occurredAt: legalTime(fact), recordedAt: shipping.now() };
    if (fact.kind === 'home') await copyIsHome(tx, parcel, line, heard);
    else if (parcel.direction === 'outward' && isAway(parcel)) await hasArrived(tx, parcel, heard);
  });
  shipping.wakeRelay();
}

/** Packed, and at home because it had not left yet; also when that is heard, or heard again, after it has. */
function wasNotGoneYet({ direction, state, dispatchedAt }: LockedParcel, fact: Fact): boolean {
  if (direction !== 'outward' || fact.kind !== 'home') return false;
  return state === 'open' || (dispatchedAt !== null && isAfter(instantOf(dispatchedAt), legalTime(fact)));
}

/** Handed out or in: its parcel was there, whatever is said of it later. */
async function copyIsHandled(
  tx: Transaction,
  parcel: LockedParcel,
  line: ParcelLine,
  fact: Fact,
): Promise<void> {
  // Lent at the desk out of a parcel that has not left.
  if (parcel.state === 'open' && fact.place === PREFECTURAL_LIBRARY) return;
  const handledAt = new Date(legalTime(fact));
  await tx.parcelLine.updateMany({ where: { id: line.id, handledAt: null }, data: { handledAt } });
}

/** It was missing or lost, and somebody has it in the hand. */
async function copyIsFound(
  tx: Transaction,
  parcel: LockedParcel,
  line: ParcelLine,
  fact: Fact,
): Promise<void> {
  const at = new Date(legalTime(fact));
  const subject = { parcelNumber: parcel.number, barcode: line.barcode };
  await clearTasks(tx, { kinds: ['parcelContents'], subject, by: 'process', at });
  const endsAs = (ended: 'arrived' | 'repacked') =>
    tx.parcelLine.update({ where: { id: line.id }, data: { ended, endedAt: at } });
  if (await wasPackedAgain(tx, line)) await endsAs('repacked');
  // With a lost parcel its copies are found together, when it arrives.
  else if (parcel.state === 'lost') return;
  // On its way home it is out of its parcel only when it was processed.
  else if (comesHome(parcel)) await isInside(tx, parcel, line);
  else await endsAs('arrived');
}

/**
 * The last time the copy was packed before it was scanned, and not taken out again; none when this scan took it out of a
 * parcel that had not left, and is heard again.
 */
async function lineAt(tx: Transaction, fact: Fact): Promise<ParcelLine | undefined> {
  const at = legalTime(fact);
  const lines = await tx.parcelLine.findMany({
    where: { copyId: BigInt(fact.copyId), packedAt: { lte: new Date(at) } },
    orderBy: { id: 'desc' },
    take: 20,
  });
  const isDone = lines.some(
    ({ ended, endedAt }) => ended === 'unpacked' && endedAt && instantOf(endedAt) === at,
  );
  return isDone ? undefined : lines.find(({ ended }) => ended !== 'unpacked');
}

async function copyIsHome(
  tx: Transaction,
  parcel: LockedParcel,
  line: ParcelLine,
  fact: Fact,
): Promise<void> {
  // It came in an outward parcel, and back by hand or book drop: that parcel is done with already.
  if (parcel.direction === 'outward' && line.ended === 'arrived') return;
  const ended = parcel.state === 'open' ? 'unpacked' : 'home';
  const end = { ended, endedAt: new Date(legalTime(fact)) } as const;
  await tx.parcelLine.update({ where: { id: line.id }, data: end });
  if (parcel.state === 'open') return;
  const lines = parcel.lines.map((other) => (other.id === line.id ? { ...line, ...end } : other));
  const now = { ...parcel, lines };
  const there = parcel.direction === 'return' && isAway(parcel) ? await hasArrived(tx, now, fact) : now;
  await openIfDone(tx, there, scanOf(fact));
}

function hasArrived(tx: Transaction, parcel: LockedParcel, fact: Fact): Promise<LockedParcel> {
  return arrive(tx, parcel, { ...scanOf(fact), assumed: false });
}

function scanOf(fact: Fact): Moment & { scanId: string } {
  const scanId = deriveId(fact.factId, 'the parcel of this copy');
  return { scanId, occurredAt: legalTime(fact), recordedAt: fact.recordedAt };
}
