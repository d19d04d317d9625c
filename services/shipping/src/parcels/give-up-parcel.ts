import { type Parcel, ParcelSchema, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { clearTasks } from '@toshobin/tasks';
import type { Transaction } from '../database/open-database.ts';
import { readPlanning } from '../dispatch-days/read-planning.ts';
import type { Moment } from '../facts/write-copy-fact.ts';
import { carryOutOnce, type Scan } from '../scans/carry-out-once.ts';
import { copyNumber } from '../scans/copy-number.ts';
import { notBefore } from '../scans/not-before.ts';
import type { Shipping } from '../shipping.ts';
import { describeParcel } from './describe-parcel.ts';
import { type LockedParcel, lockParcel, mayBeAway } from './lock-parcel.ts';
import { loseCopy, loseParcel } from './lose-copy.ts';
import { voidArrivals } from './void-arrivals.ts';

export interface GiveUpParcel extends Scan {
  parcelNumber: string;
  /** Of one missing copy; left out, the whole parcel is meant. */
  barcode?: string | undefined;
}

/**
 * The desk gives a parcel, or a missing copy of one, up for lost before its time; its tasks are done with that. A parcel
 * whose arrival was only taken for granted can be lost too: its arrival is taken back. Refuses NOT_FOUND (parcel, or no
 * such copy in it; for everybody but the prefectural desk), STATE_CHANGED for a parcel that has not left, has arrived, or
 * whose copy was handed out, and for a copy that is not missing.
 */
export async function giveUpParcel(shipping: Shipping, given: GiveUpParcel): Promise<Decision<Parcel>> {
  const number = given.barcode === undefined ? undefined : copyNumber(given.barcode);
  if (number && !number.ok) return refuse('NOT_FOUND');
  const content = `lost ${given.parcelNumber} ${number?.value ?? 'all'}`;
  return carryOutOnce(shipping, given, content, ParcelSchema, async (tx, scanned) => {
    const parcel = await lockParcel(tx, given.parcelNumber);
    if (!parcel || given.by.library !== PREFECTURAL_LIBRARY) return refuse('NOT_FOUND');
    const moment = { ...notBefore(scanned, parcel.dispatchedAt), scanId: given.factId };
    const lost = number
      ? await giveUpCopy(tx, parcel, number.value, moment, given.by.account)
      : await giveUpAll(tx, parcel, moment, given.by.account);
    if (!lost.ok) return lost;
    const planning = await readPlanning(tx, scanned.recordedAt, parcel.libraryCode);
    return allow(describeParcel(lost.value, planning));
  });
}

type GivenUp = Moment & { scanId: string };

async function giveUpAll(
  tx: Transaction,
  parcel: LockedParcel,
  moment: GivenUp,
  by: string,
): Promise<Decision<LockedParcel>> {
  if (!mayBeAway(parcel)) return refuse('STATE_CHANGED');
  const done = { subject: { parcelNumber: parcel.number }, by, at: new Date(moment.occurredAt) };
  await clearTasks(tx, { kinds: ['findParcel', 'parcelLost'], ...done });
  if (parcel.state === 'lost') return allow(parcel);
  const taken = await takeArrivalsBack(tx, parcel, moment);
  return allow(await loseParcel(tx, taken, moment.occurredAt, moment.scanId));
}

/** What was taken for granted is not so: its copies are on their way again, for a moment. */
async function takeArrivalsBack(
  tx: Transaction,
  parcel: LockedParcel,
  moment: GivenUp,
): Promise<LockedParcel> {
  for (const line of parcel.lines) if (line.ended === 'arrived') await voidArrivals(tx, parcel, line, moment);
  return {
    ...parcel,
    lines: parcel.lines.map((line) => (line.ended === 'arrived' ? { ...line, ended: null } : line)),
  };
}

async function giveUpCopy(
  tx: Transaction,
  parcel: LockedParcel,
  barcode: string,
  moment: GivenUp,
  by: string,
): Promise<Decision<LockedParcel>> {
  const line = parcel.lines.findLast((packed) => packed.barcode === barcode);
  if (!line) return refuse('NOT_FOUND');
  if (line.ended === 'lost') return allow(parcel);
  if (line.ended !== 'missing') return refuse('STATE_CHANGED');
  const lost = await loseCopy(tx, parcel, line, moment.occurredAt, moment.scanId);
  const subject = { parcelNumber: parcel.number, barcode };
  const at = new Date(moment.occurredAt);
  await clearTasks(tx, { kinds: ['parcelContents'], subject, by, at });
  return allow({ ...parcel, lines: parcel.lines.map((other) => (other === line ? lost : other)) });
}
