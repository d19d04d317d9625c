import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { clearTasks } from '@toshobin/tasks';
import type { Transaction } from '../database.ts';
import { copyNumber } from '../scans/copy-number.ts';
import type { Answers } from '../shipping-deps.ts';
import { changeParcel } from './change-parcel.ts';
import { type LockedParcel, mayBeAway } from './lock-parcel.ts';
import { record } from './record.ts';
import type { Cause } from './tell-changed.ts';

/**
 * The desk gives a parcel, or a missing copy of one, up for lost before its time, which settles its tasks. A parcel
 * whose arrival was only taken for granted can be lost too: its arrival is taken back. Refuses NOT_FOUND (parcel, or no
 * such copy in it; for everybody but the prefectural desk), STATE_CHANGED for a parcel that has not left, has arrived,
 * or whose copy was handed out, and for a copy that is not missing.
 */
export const giveUpParcel: Answers<'parcelLost'> = async (deps, given) => {
  const number = given.barcode === undefined ? undefined : copyNumber(given.barcode);
  if (number && !number.ok) return refuse('NOT_FOUND');
  const content = `lost ${given.parcelNumber} ${number?.value ?? 'all'}`;
  return changeParcel(deps, given, content, async ({ tx, parcel, ...scanned }) => {
    if (given.by.library !== PREFECTURAL_LIBRARY) return refuse('NOT_FOUND');
    const cause = { ...scanned.cause, by: given.by.account };
    return number ? giveUpCopy(tx, parcel, number.value, cause) : giveUpAll(tx, parcel, cause);
  });
};

async function giveUpAll(
  tx: Transaction,
  parcel: LockedParcel,
  cause: Cause,
): Promise<Decision<LockedParcel>> {
  if (!mayBeAway(parcel.standing)) return refuse('STATE_CHANGED');
  const done = { subject: { parcelNumber: parcel.number }, by: cause.by ?? 'process' };
  await clearTasks(tx, { kinds: ['findParcel', 'parcelLost'], ...done, at: cause.occurredAt });
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
