import type { ReservationFact } from '@toshobin/contracts';
import { type Fact, type Instant, isAfter, legalTime } from '@toshobin/lending-rules';
import { clearTasks } from '@toshobin/tasks';
import { inTransaction, type Transaction } from '../database/open-database.ts';
import { deriveId } from '../facts/derive-id.ts';
import { instantOf, type Moment } from '../facts/write-copy-fact.ts';
import type { ParcelLine } from '../generated/prisma/client.ts';
import { closeShelfCheck } from '../shelf-checks/close-shelf-check.ts';
import type { Shipping } from '../shipping.ts';
import { arrive, wasPackedAgain } from './arrive.ts';
import { isTakenBack, keepCopyScan, keepHandledAt, lineAt } from './copy-scans.ts';
import { isAway, type LockedParcel, lockParcel } from './lock-parcel.ts';
import { comesHome, isInside, openIfDone } from './open-if-done.ts';
import { scanTakenBack } from './scan-taken-back.ts';

/**
 * What a scan of a copy says of the parcel it was last in. Home: the copy is out of it, and when all are, the parcel is
 * opened. Handed out or in at the library that the parcel goes to: it has arrived, scanned or not, given up or not; at
 * another library it says nothing of the parcel. A copy that was missing is found wherever it is scanned. The branch is not
 * asked any more whether it has the copy. A scan from before the copy was packed says nothing of a parcel, nor does one at
 * home from before the parcel left. A scan that is taken back takes what it said with it. Safe to repeat, in any order.
 */
export async function noteCopyScanned(shipping: Shipping, { fact }: ReservationFact): Promise<void> {
  const { kind } = fact;
  if (kind !== 'handedOut' && kind !== 'handedIn' && kind !== 'home') return;
  await inTransaction(shipping.db, async (tx) => {
    await keepCopyScan(tx, fact);
    const { voids } = fact;
    if (voids !== undefined) await scanTakenBack(tx, { ...fact, kind, voids }, shipping.now());
    else if (!(await isTakenBack(tx, fact.factId))) await scanSays(tx, fact, shipping.now());
  });
  shipping.wakeRelay();
}

async function scanSays(tx: Transaction, fact: Fact, recordedAt: Instant): Promise<void> {
  await closeShelfCheck(tx, fact);
  const seen = await lineAt(tx, BigInt(fact.copyId), legalTime(fact));
  if (!seen) return;
  const parcel = await lockParcel(tx, seen.parcelNumber);
  const line = parcel?.lines.find(({ id }) => id === seen.id);
  if (!parcel || !line || line.ended === 'home' || wasNotGoneYet(parcel, fact)) return;
  if (line.ended === 'missing' || line.ended === 'lost') await copyIsFound(tx, parcel, line, fact);
  // Of its parcel this tells now: an arrival is never before the dispatch, though the scan may have been.
  const heard = { ...fact, occurredAt: legalTime(fact), recordedAt };
  if (fact.kind === 'home') return copyIsHome(tx, parcel, line, heard);
  if (parcel.direction !== 'outward' || fact.place !== parcel.libraryCode) return;
  await keepHandledAt(tx, parcel, line);
  if (isAway(parcel)) await hasArrived(tx, parcel, heard);
}

/** Packed, and at home because it had not left yet; also when that is heard, or heard again, after it has. */
function wasNotGoneYet({ direction, state, dispatchedAt }: LockedParcel, fact: Fact): boolean {
  if (direction !== 'outward' || fact.kind !== 'home') return false;
  return state === 'open' || (dispatchedAt !== null && isAfter(instantOf(dispatchedAt), legalTime(fact)));
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
  else await endsAs(fact.kind !== 'home' && fact.place === parcel.libraryCode ? 'arrived' : 'repacked');
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
