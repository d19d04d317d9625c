import { ParcelSchema } from '@toshobin/contracts';
import { allow, refuse } from '@toshobin/lending-rules';
import { lockCopy } from '../packing/lock-packing-row.ts';
import { readPlanning } from '../planning/read-planning.ts';
import { carryOutOnce } from '../scans/carry-out-once.ts';
import { copyNumber } from '../scans/copy-number.ts';
import type { Answers } from '../shipping-deps.ts';
import { describeParcel } from './describe-parcel.ts';
import { lockParcel, withLines } from './lock-parcel.ts';
import { mayHandle, refuseNotOpen } from './may-handle.ts';
import { record } from './record.ts';

/**
 * Takes a copy out of an open parcel; outward it waits on the packing list again, if it is still to be packed. Refuses
 * NOT_FOUND (parcel, or the copy is not in it), PARCEL_ALREADY_DISPATCHED.
 */
export const unpackCopy: Answers<'unpack'> = async (deps, scan) => {
  const scanned = copyNumber(scan.barcode);
  if (!scanned.ok) return scanned;
  const barcode = scanned.value;
  const content = `unpack ${scan.parcelNumber} ${barcode}`;
  return carryOutOnce(deps, scan, content, ParcelSchema, async (tx, moment) => {
    const { parcelNumber } = scan;
    const seen = await tx.parcelLine.findFirst({
      where: { parcelNumber, barcode, ...withLines.lines.where },
    });
    if (seen) await lockCopy(tx, seen.copyId);
    const parcel = await lockParcel(tx, parcelNumber);
    if (!parcel || !mayHandle(scan.by.library, parcel)) return refuse('NOT_FOUND');
    if (parcel.state !== 'open') return refuseNotOpen(parcel);
    const line = parcel.lines.find(({ id }) => id === seen?.id);
    if (!line) return refuse('NOT_FOUND');
    const cause = { ...moment, scanId: scan.factId };
    const left = await record(tx, parcel, [{ kind: 'copyTakenOut', line }], cause);
    const planning = await readPlanning(tx, moment.recordedAt, parcel.libraryCode);
    return allow(describeParcel(left, planning));
  });
};
