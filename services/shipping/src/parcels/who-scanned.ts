import type { ScannedBy } from '@toshobin/contracts';
import type { Database } from '../database.ts';
import type { ParcelEvent } from '../generated/prisma/client.ts';
import { stepOfDispatch } from './dispatch-parcel.ts';
import type { ParcelWithLines } from './lock-parcel.ts';
import { copyFactId } from './write-copy-fact.ts';

/**
 * Who scanned what was told of a copy in these parcels, by the ids of its facts. Nobody here scanned an arrival that
 * was taken for granted, or that a scan of the catalog said.
 */
export async function whoScanned(
  db: Pick<Database, 'scan'>,
  barcode: string,
  parcels: readonly (ParcelWithLines & { events: ParcelEvent[] })[],
): Promise<ScannedBy[]> {
  const facts = parcels.flatMap((parcel) => {
    const steps = [
      { step: stepOfDispatch(parcel).kind, scanId: parcel.dispatchScan },
      ...parcel.events.map(({ scanId }) => ({ step: 'arrived', scanId })),
    ];
    return parcel.lines
      .filter((line) => line.barcode === barcode)
      .flatMap(({ copyId, packedScan }) =>
        [{ step: 'packed', scanId: packedScan }, ...steps].flatMap(({ step, scanId }) =>
          scanId === null ? [] : [{ scanId, factId: copyFactId(scanId, step, copyId) }],
        ),
      );
  });
  const scans = await db.scan.findMany({
    where: { factId: { in: facts.map(({ scanId }) => scanId) } },
    select: { factId: true, account: true },
  });
  const accounts = new Map(scans.map(({ factId, account }) => [factId, account]));
  return facts.flatMap(({ scanId, factId }) => {
    const account = accounts.get(scanId);
    return account === undefined ? [] : [{ factId, account }];
  });
}
