import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { type Fact, type Instant, legalTime } from '@toshobin/lending-rules';
import { openTask } from '@toshobin/tasks';
import type { Transaction } from '../database/open-database.ts';
import { readPlanning } from '../dispatch-days/read-planning.ts';
import { deriveId } from '../facts/derive-id.ts';
import { instantOf, type Moment } from '../facts/write-copy-fact.ts';
import type { ParcelLine } from '../generated/prisma/client.ts';
import { notBefore } from '../scans/not-before.ts';
import { reopenShelfCheck } from '../shelf-checks/close-shelf-check.ts';
import { wasPackedAgain } from './arrive.ts';
import { keepHandledAt, lineAt, standingScans } from './copy-scans.ts';
import { type LockedParcel, lockParcel, noteSeenThere, wasSeenThere, withLine } from './lock-parcel.ts';
import { loseCopy } from './lose-copy.ts';
import { mayGoBack, onItsWayAgain } from './on-its-way-again.ts';
import { comesHome, isInside } from './open-if-done.ts';
import { contentsTask } from './report-contents.ts';
import { hasArrivalTold } from './void-arrivals.ts';

type Undo = Moment & { scanId: string };

/**
 * A scan of a copy is taken back, and with it what it alone said of a parcel: that a parcel has arrived, that a copy is
 * out of it, that a missing one is found. A hand-out taken back leaves the copy on the hold shelf (the catalog's
 * undo-hand-out), so its parcel was there all the same. A parcel whose arrival can't be taken back any more is a task of
 * the prefectural desk; and one whose arrival is, too, because mails may have gone out.
 */
export async function scanTakenBack(
  tx: Transaction,
  fact: Fact & { voids: string },
  recordedAt: Instant,
): Promise<void> {
  const scan = await tx.copyScan.findUnique({ where: { factId: fact.voids } });
  if (!scan) return;
  await reopenShelfCheck(tx, fact, scan.scannedAt);
  const seen = await lineAt(tx, scan.copyId, instantOf(scan.scannedAt));
  if (!seen) return;
  const parcel = await lockParcel(tx, seen.parcelNumber);
  const line = parcel?.lines.find(({ id }) => id === seen.id);
  if (!parcel || !line) return;
  const moment = notBefore({ occurredAt: legalTime(fact), recordedAt }, parcel.arrivedAt);
  const undo: Undo = { ...moment, scanId: deriveId(fact.factId, 'the parcel of this copy') };
  if (scan.kind === 'home') return isNotHome(tx, parcel, line, undo);
  if (parcel.direction !== 'outward') return;
  const handled = await keepHandledAt(tx, parcel, line);
  if (await isOnlyFound(tx, parcel, handled)) await isMissingAgain(tx, parcel, line, undo);
  else if (scan.place !== parcel.libraryCode || parcel.state !== 'arrived') return;
  else if (scan.kind === 'handedOut') await noteSeenThere(tx, parcel, instantOf(scan.scannedAt));
  else await hasNotArrived(tx, withLine(parcel, handled), undo);
}

/**
 * Nothing says any more that the copy is home: it is where it was before, inside or missing or lost. Packed again since,
 * it has left this parcel all the same, which stays as it is.
 */
async function isNotHome(tx: Transaction, parcel: LockedParcel, line: ParcelLine, undo: Undo): Promise<void> {
  const stands = await standingScans(tx, line, { kind: 'home' });
  if (line.ended !== 'home' || stands.length > 0) return;
  if (await wasPackedAgain(tx, line)) {
    const data = { ended: 'repacked', endedAt: new Date(undo.occurredAt) } as const;
    await tx.parcelLine.update({ where: { id: line.id }, data });
  } else if (parcel.state === 'lost') await loseCopy(tx, parcel, line, undo.occurredAt, undo.scanId);
  else if (comesHome(parcel)) await isInside(tx, parcel, line);
  else if (wasSeenThere(parcel) || parcel.state === 'arrived') await isMissingAgain(tx, parcel, line, undo);
  else {
    const inside = { ended: null, endedAt: null };
    await tx.parcelLine.update({ where: { id: line.id }, data: inside });
    if (parcel.state === 'dispatched') return;
    const planning = await readPlanning(tx, undo.recordedAt, parcel.libraryCode);
    await onItsWayAgain(tx, withLine(parcel, { ...line, ...inside }), undo, planning);
  }
}

/** Is a copy known to be out of its parcel only because it was found, and does nothing say so any more? */
async function isOnlyFound(tx: Transaction, parcel: LockedParcel, line: ParcelLine): Promise<boolean> {
  if (comesHome(parcel) || parcel.state === 'lost' || (await wasPackedAgain(tx, line))) return false;
  if (line.ended === 'arrived') return line.handledAt === null && !(await hasArrivalTold(tx, line));
  return line.ended === 'repacked' && (await standingScans(tx, line, {})).length === 0;
}

async function isMissingAgain(
  tx: Transaction,
  parcel: LockedParcel,
  line: ParcelLine,
  { occurredAt }: Undo,
): Promise<void> {
  const at = new Date(occurredAt);
  await tx.parcelLine.update({ where: { id: line.id }, data: { ended: 'missing', endedAt: at } });
  await openTask(tx, { ...contentsTask(parcel, line.barcode), why: 'missing', at });
}

/** A hand-in alone said that the parcel was there. */
async function hasNotArrived(tx: Transaction, parcel: LockedParcel, undo: Undo): Promise<void> {
  if (parcel.arrivalAssumed || parcel.returnedAt !== null || wasSeenThere(parcel)) return;
  const goesBack = await mayGoBack(tx, parcel);
  const planning = await readPlanning(tx, undo.recordedAt, parcel.libraryCode);
  if (goesBack) await onItsWayAgain(tx, parcel, undo, planning);
  await openTask(tx, {
    kind: 'arrivalUndone',
    library: PREFECTURAL_LIBRARY,
    subject: { parcelNumber: parcel.number },
    why: goesBack ? 'takenBack' : 'tooLate',
    at: new Date(undo.occurredAt),
  });
}
