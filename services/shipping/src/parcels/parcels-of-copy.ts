import type { Parcel } from '@toshobin/contracts';
import { allow, type Decision } from '@toshobin/lending-rules';
import { readPlanning } from '../dispatch-days/read-planning.ts';
import { copyNumber } from '../scans/copy-number.ts';
import type { Shipping } from '../shipping.ts';
import { describeParcel } from './describe-parcel.ts';
import { withLines } from './lock-parcel.ts';

const AT_MOST = 5;

/** The parcels a copy was in and left in, newest first; one it was taken out of before is none of them. */
export async function parcelsOfCopy(
  shipping: Shipping,
  { barcode }: { barcode: string },
): Promise<Decision<{ parcels: Parcel[] }>> {
  const number = copyNumber(barcode);
  if (!number.ok) return number;
  const parcels = await shipping.db.parcel.findMany({
    where: {
      lines: { some: { barcode: number.value, ...withLines.lines.where } },
    },
    include: withLines,
    orderBy: { serial: 'desc' },
    take: AT_MOST,
  });
  const planning = await readPlanning(shipping.db, shipping.now());
  return allow({ parcels: parcels.map((parcel) => describeParcel(parcel, planning)) });
}
