import { type Fact, FactSchema } from '@toshobin/lending-rules';
import type { Transaction } from '../database/open-database.ts';
import { deriveId } from '../facts/derive-id.ts';
import { type Moment, writeCopyFact } from '../facts/write-copy-fact.ts';
import type { ParcelLine } from '../generated/prisma/client.ts';
import type { LockedParcel } from './lock-parcel.ts';

/** Takes back that a copy has arrived, as often as that was told: it was not in the parcel. */
export async function voidArrivals(
  tx: Transaction,
  parcel: LockedParcel,
  line: ParcelLine,
  scan: Moment & { scanId: string },
): Promise<void> {
  for (const { factId } of await arrivalsTold(tx, line)) {
    await writeCopyFact(tx, line, parcel, {
      ...scan,
      // An arrival may have been taken for granted first and scanned later: each is taken back on its own.
      scanId: deriveId(scan.scanId, factId),
      kind: 'arrived',
      place: parcel.libraryCode,
      voids: factId,
    });
  }
}

/** Was it told of a copy that it has arrived, and not taken back? */
export async function hasArrivalTold(tx: Transaction, line: ParcelLine): Promise<boolean> {
  return (await arrivalsTold(tx, line)).length > 0;
}

async function arrivalsTold(
  tx: Transaction,
  { copyId, reservationId, allocation }: ParcelLine,
): Promise<Fact[]> {
  const rows = await tx.copyFact.findMany({ where: { reservationId, allocation } });
  const facts = rows
    .map((row) => FactSchema.parse(row.fact))
    .filter((fact) => fact.kind === 'arrived' && fact.copyId === String(copyId));
  const voided = new Set(facts.map((fact) => fact.voids));
  return facts.filter((fact) => fact.voids === undefined && !voided.has(fact.factId));
}
