import { PREFECTURAL_LIBRARY, type ReservationFact } from '@toshobin/contracts';
import { type Fact, isAfter, legalTime } from '@toshobin/lending-rules';
import { clearTasks } from '@toshobin/tasks';
import { inTransaction, type Transaction } from '../database/open-database.ts';
import { deriveId } from '../facts/derive-id.ts';
import { instantOf } from '../facts/write-copy-fact.ts';
import type { ParcelLine } from '../generated/prisma/client.ts';
import { closeShelfCheck } from '../shelf-checks/close-shelf-check.ts';
import type { Shipping } from '../shipping.ts';
import { arrive, wasPackedAgain } from './arrive.ts';
import { type LockedParcel, lockParcel } from './lock-parcel.ts';

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
    if (fact.kind === 'home') await copyIsHome(tx, parcel, line, fact);
    else if (parcel.direction === 'outward' && isAway(parcel)) await hasArrived(tx, parcel, fact);
  });
  shipping.wakeRelay();
}

/** Left, and not seen since: on its way, or lost. */
function isAway({ state }: LockedParcel): boolean {
  return state === 'dispatched' || state === 'lost';
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
  // With a lost parcel its copies are found together, when it arrives.
  if (parcel.state === 'lost') return;
  await tx.parcelLine.update({ where: { id: line.id }, data: await foundIn(tx, parcel, line, at) });
}

/** On its way home a copy is out of its parcel only when it was processed or packed again. */
async function foundIn(
  tx: Transaction,
  parcel: LockedParcel,
  line: ParcelLine,
  endedAt: Date,
): Promise<Pick<ParcelLine, 'ended' | 'endedAt'>> {
  if (parcel.direction === 'outward' && parcel.returnedAt === null) return { ended: 'arrived', endedAt };
  return (await wasPackedAgain(tx, line)) ? { ended: 'repacked', endedAt } : { ended: null, endedAt: null };
}

/** The last time the copy was packed before it was scanned. */
async function lineAt(tx: Transaction, fact: Fact): Promise<ParcelLine | undefined> {
  const lines = await tx.parcelLine.findMany({
    where: { copyId: BigInt(fact.copyId), OR: [{ ended: null }, { ended: { not: 'unpacked' } }] },
    orderBy: { id: 'desc' },
    take: 10,
  });
  return lines.find((line) => !isAfter(instantOf(line.packedAt), legalTime(fact)));
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
  await tx.parcelLine.update({
    where: { id: line.id },
    data: { ended, endedAt: new Date(legalTime(fact)) },
  });
  if (parcel.state === 'open') return;
  if (parcel.direction === 'return' && isAway(parcel)) await hasArrived(tx, parcel, fact);
  const done: readonly (string | null)[] = ['home', 'missing', 'repacked'];
  const allHome = parcel.lines.every(({ id, ended: how }) => id === line.id || done.includes(how));
  if (!allHome) return;
  // An outward parcel whose copies all came back undelivered need not be waited for either.
  if (parcel.direction === 'outward' && isAway(parcel)) {
    await hasArrived(tx, { ...parcel, lines: [] }, fact);
  }
  await tx.parcel.update({ where: { number: parcel.number }, data: { state: 'opened' } });
}

function hasArrived(tx: Transaction, parcel: LockedParcel, fact: Fact): Promise<LockedParcel> {
  return arrive(tx, parcel, {
    scanId: deriveId(fact.factId, 'the parcel of this copy'),
    occurredAt: legalTime(fact),
    recordedAt: fact.recordedAt,
    assumed: false,
  });
}
