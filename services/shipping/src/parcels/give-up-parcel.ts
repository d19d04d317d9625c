import { type Parcel, ParcelSchema, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { clearTasks } from '@toshobin/tasks';
import type { Transaction } from '../database.ts';
import { readPlanning } from '../planning/read-planning.ts';
import { carryOutOnce, type Scan } from '../scans/carry-out-once.ts';
import { copyNumber } from '../scans/copy-number.ts';
import type { ShippingDeps } from '../shipping-deps.ts';
import { describeParcel } from './describe-parcel.ts';
import { type LockedParcel, lockParcel, mayBeAway } from './lock-parcel.ts';
import { record } from './record.ts';
import type { Cause } from './tell-changed.ts';

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
export async function giveUpParcel(deps: ShippingDeps, given: GiveUpParcel): Promise<Decision<Parcel>> {
  const number = given.barcode === undefined ? undefined : copyNumber(given.barcode);
  if (number && !number.ok) return refuse('NOT_FOUND');
  const content = `lost ${given.parcelNumber} ${number?.value ?? 'all'}`;
  return carryOutOnce(deps, given, content, ParcelSchema, async (tx, scanned) => {
    const parcel = await lockParcel(tx, given.parcelNumber);
    if (!parcel || given.by.library !== PREFECTURAL_LIBRARY) return refuse('NOT_FOUND');
    const cause = { ...scanned, scanId: given.factId, by: given.by.account };
    const lost = number
      ? await giveUpCopy(tx, parcel, number.value, cause)
      : await giveUpAll(tx, parcel, cause);
    if (!lost.ok) return lost;
    const planning = await readPlanning(tx, scanned.recordedAt, parcel.libraryCode);
    return allow(describeParcel(lost.value, planning));
  });
}

async function giveUpAll(
  tx: Transaction,
  parcel: LockedParcel,
  cause: Cause,
): Promise<Decision<LockedParcel>> {
  if (!mayBeAway(parcel.standing)) return refuse('STATE_CHANGED');
  const done = { subject: { parcelNumber: parcel.number }, by: cause.by ?? 'process' };
  await clearTasks(tx, { kinds: ['findParcel', 'parcelLost'], ...done, at: new Date(cause.occurredAt) });
  return allow(parcel.state === 'lost' ? parcel : await record(tx, parcel, [{ kind: 'lost' }], cause));
}

async function giveUpCopy(
  tx: Transaction,
  parcel: LockedParcel,
  barcode: string,
  cause: Cause,
): Promise<Decision<LockedParcel>> {
  const line = parcel.lines.findLast((packed) => packed.barcode === barcode);
  if (!line) return refuse('NOT_FOUND');
  if (line.state === 'lost') return allow(parcel);
  if (line.state !== 'missing') return refuse('STATE_CHANGED');
  return allow(await record(tx, parcel, [{ kind: 'copyLost', line }], cause));
}
