import { allow } from '@toshobin/lending-rules';
import { readPlanning } from '../planning/read-planning.ts';
import { copyNumber } from '../scans/copy-number.ts';
import type { Answers } from '../shipping-deps.ts';
import { describeParcel } from './describe-parcel.ts';
import { withLines } from './lock-parcel.ts';
import { whoScanned } from './who-scanned.ts';

const AT_MOST = 5;

/** The parcels that a copy left in, newest first, and who scanned it there; none that it was taken out of before. */
export const parcelsOfCopy: Answers<'parcelsOfCopy'> = async (deps, { barcode }) => {
  const number = copyNumber(barcode);
  if (!number.ok) return number;
  const parcels = await deps.db.parcel.findMany({
    where: { lines: { some: { barcode: number.value, ...withLines.lines.where } } },
    include: { ...withLines, events: true },
    orderBy: { serial: 'desc' },
    take: AT_MOST,
  });
  const planning = await readPlanning(deps.db, deps.now());
  return allow({
    parcels: parcels.map((parcel) => describeParcel(parcel, planning)),
    scannedBy: await whoScanned(deps.db, number.value, parcels),
  });
};
