import { type Parcel, ParcelSchema, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { clearTasks, openTask } from '@toshobin/tasks';
import type { Transaction } from '../database/open-database.ts';
import { libraryNamed, readPlanning } from '../dispatch-days/read-planning.ts';
import { type Moment, writeCopyFact } from '../facts/write-copy-fact.ts';
import type { ParcelLine } from '../generated/prisma/client.ts';
import { carryOutOnce, type Scan } from '../scans/carry-out-once.ts';
import { copyNumber } from '../scans/copy-number.ts';
import { notBefore } from '../scans/not-before.ts';
import type { Shipping } from '../shipping.ts';
import { arrive, wasPackedAgain } from './arrive.ts';
import { describeParcel } from './describe-parcel.ts';
import { isArrivalNews, type LockedParcel, lockParcel, noteSeenThere, withLine } from './lock-parcel.ts';
import { comesHome, isInside, openIfDone } from './open-if-done.ts';
import { tellDelay } from './tell-delay.ts';
import { voidArrivals } from './void-arrivals.ts';

export interface ReportContents extends Scan {
  parcelNumber: string;
  /** Barcodes of copies that are on its list and not in it. */
  missing: readonly string[];
  /** Barcodes of copies that are in it and not on its list. */
  extra: readonly string[];
}

type Report = Moment & { scanId: string };

/**
 * The opened parcel has a copy too few or too many. Of a missing copy the desk has a task, its arrival is taken back if
 * it was told, and its reservation hears of the delay; the others have arrived with this for certain, if the parcel was
 * not scanned. Of a copy of ours that is not on its list the desk has a task; one that was reported missing is found.
 * Refuses NOT_FOUND (parcel, or a missing copy that was never in it), WRONG_PICKUP_LIBRARY (pickupLibrary), STATE_CHANGED
 * for a parcel that is not there to be opened or a copy that came home, BARCODE_NOT_OURS and BARCODE_WRONG_KIND.
 */
export async function reportContents(shipping: Shipping, report: ReportContents): Promise<Decision<Parcel>> {
  const missing = numbersOf(report.missing);
  if (!missing.ok) return missing;
  const extra = numbersOf(report.extra);
  if (!extra.ok) return extra;
  const content = `contents ${report.parcelNumber} -${missing.value} +${extra.value}`;
  return carryOutOnce(shipping, report, content, ParcelSchema, async (tx, scanned) => {
    const seen = await lockParcel(tx, report.parcelNumber);
    if (!seen) return refuse('NOT_FOUND');
    const planning = await readPlanning(tx, scanned.recordedAt, seen.libraryCode);
    const destination = seen.direction === 'outward' ? seen.libraryCode : PREFECTURAL_LIBRARY;
    if (report.by.library !== destination && report.by.library !== PREFECTURAL_LIBRARY)
      return refuse('WRONG_PICKUP_LIBRARY', { pickupLibrary: libraryNamed(planning, destination).name });
    if (seen.state === 'open' || seen.state === 'discarded') return refuse('STATE_CHANGED');
    const lines = missing.value.map((number) => seen.lines.findLast((line) => line.barcode === number));
    const gone = lines.filter((line) => line !== undefined);
    if (gone.length < lines.length) return refuse('NOT_FOUND');
    if (gone.some((line) => line.ended === 'home' || line.ended === 'repacked'))
      return refuse('STATE_CHANGED');
    const moment: Report = { ...notBefore(scanned, seen.dispatchedAt), scanId: report.factId };
    await noteSeenThere(tx, seen, moment.occurredAt);
    let parcel = seen;
    for (const line of gone) parcel = await copyIsMissing(tx, parcel, line, moment);
    if (isArrivalNews(parcel)) parcel = await arrive(tx, parcel, { ...moment, assumed: false });
    for (const number of extra.value)
      parcel = await copyIsExtra(tx, parcel, number, moment, report.by.account);
    if (comesHome(parcel)) parcel = await openIfDone(tx, parcel, moment);
    return allow(describeParcel(parcel, planning));
  });
}

function numbersOf(barcodes: readonly string[]): Decision<string[]> {
  const numbers = new Set<string>();
  for (const barcode of barcodes) {
    const number = copyNumber(barcode);
    if (!number.ok) return number;
    numbers.add(number.value);
  }
  return allow([...numbers].sort());
}

async function copyIsMissing(
  tx: Transaction,
  parcel: LockedParcel,
  line: ParcelLine,
  moment: Report,
): Promise<LockedParcel> {
  const known = line.ended === 'missing' || (line.ended === 'lost' && parcel.state !== 'lost');
  // Seen in another parcel since: that it is not in this one is no news.
  if (known || (await wasPackedAgain(tx, line))) return parcel;
  const at = new Date(moment.occurredAt);
  if (line.ended === 'arrived') await voidArrivals(tx, parcel, line, moment);
  const end = { ended: 'missing', endedAt: at } as const;
  await tx.parcelLine.update({ where: { id: line.id }, data: end });
  await openTask(tx, { ...contentsTask(parcel, line.barcode), why: 'missing', at });
  await tellDelay(tx, parcel, line, 'missingFromParcel', moment.occurredAt, moment.scanId);
  return withLine(parcel, { ...line, ...end });
}

async function copyIsExtra(
  tx: Transaction,
  parcel: LockedParcel,
  barcode: string,
  moment: Report,
  by: string,
): Promise<LockedParcel> {
  const at = new Date(moment.occurredAt);
  const line = parcel.lines.findLast((packed) => packed.barcode === barcode);
  if (!line) {
    await openTask(tx, { ...contentsTask(parcel, barcode), why: 'extra', at });
    return parcel;
  }
  if (line.ended !== 'missing') return parcel;
  const { kind, subject } = contentsTask(parcel, barcode);
  await clearTasks(tx, { kinds: [kind], subject, by, at });
  // What came home is out of its parcel only when it was processed.
  if (comesHome(parcel)) return isInside(tx, parcel, line);
  const end = { ended: 'arrived', endedAt: at } as const;
  await tx.parcelLine.update({ where: { id: line.id }, data: end });
  const step = { kind: 'arrived', place: parcel.libraryCode, assumed: false } as const;
  await writeCopyFact(tx, line, parcel, { ...moment, ...step });
  return withLine(parcel, { ...line, ...end });
}

/** Something of a parcel is not as its list says. */
export function contentsTask(parcel: LockedParcel, barcode: string) {
  const subject = { parcelNumber: parcel.number, barcode };
  return { kind: 'parcelContents', library: PREFECTURAL_LIBRARY, subject } as const;
}
