import { ParcelSchema, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { allow, type Decision, dateColumn, refuse } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import { clearTasks } from '@toshobin/tasks';
import type { Transaction } from '../database.ts';
import type { ParcelLine } from '../generated/prisma/client.ts';
import { lockCopiesCalled, lockCopy, lockPackingRow } from '../packing/lock-packing-row.ts';
import { newestRowOf, waitingFor } from '../packing/waiting.ts';
import { readPlanning } from '../planning/read-planning.ts';
import { carryOutOnce } from '../scans/carry-out-once.ts';
import { copyNumber } from '../scans/copy-number.ts';
import type { Moment } from '../scans/moment.ts';
import { notBefore } from '../scans/not-before.ts';
import type { Answers, AskedOf } from '../shipping-deps.ts';
import { describeParcel } from './describe-parcel.ts';
import { type LockedParcel, lockParcel } from './lock-parcel.ts';
import { mayHandle, refuseNotOpen } from './may-handle.ts';
import { record } from './record.ts';
import { writeCopyFact } from './write-copy-fact.ts';

/** What the catalog said of a copy that goes home. */
type Contents = Omit<ParcelLine, 'id' | 'parcelNumber' | 'packedScan' | 'packedAt' | 'state' | 'arrivals'>;
/** A copy to be packed, and since when it has waited for it; null on the way home. */
type Packing = { contents: Contents; listedAt: Date | null };

/**
 * Scans a copy into an open parcel; a copy that is in it already stays, and that is no mistake. Outward the copy is the
 * packing list's, on the way home the catalog's (`copy`). Refuses NOT_FOUND (parcel, or a copy that nobody waits for),
 * PARCEL_OTHER_LIBRARY (pickupLibrary), PARCEL_ALREADY_DISPATCHED, and STATE_CHANGED for a copy in another open parcel.
 */
export const packCopy: Answers<'pack'> = async (deps, scan) => {
  const number = copyNumber(scan.barcode);
  if (!number.ok) return number;
  const barcode = number.value;
  const content = ['pack', scan.parcelNumber, barcode, scan.reason]
    .filter((word) => word !== undefined)
    .join(' ');
  return carryOutOnce(deps, scan, content, ParcelSchema, async (tx, scanned) => {
    // A scan of this copy that is being heard has looked for its parcels already: it ends first, or looks after this.
    if (scan.copy) await lockCopy(tx, BigInt(scan.copy.copyId));
    else await lockCopiesCalled(tx, [barcode]);
    const parcel = await lockParcel(tx, scan.parcelNumber);
    if (!parcel || !mayHandle(scan.by.library, parcel)) return refuse('NOT_FOUND');
    if (parcel.state !== 'open') return refuseNotOpen(parcel);
    const planning = await readPlanning(tx, scanned.recordedAt, parcel.libraryCode);
    if (scan.reason !== undefined) {
      parcel.modeReason = scan.reason;
      await tx.parcel.update({ where: { number: parcel.number }, data: { modeReason: scan.reason } });
    }
    if (parcel.lines.some((line) => line.barcode === barcode)) return allow(describeParcel(parcel, planning));
    const packing =
      parcel.direction === 'outward'
        ? await takeFromPackingList(tx, parcel, barcode)
        : returned(barcode, scan.copy);
    if (!packing.ok) return packing;
    const { contents, listedAt } = packing.value;
    const moment = notBefore(scanned, parcel.openedAt, listedAt);
    await leaveFormerParcels(tx, contents, { ...moment, scanId: scan.factId }, scan.by.account);
    const line = await tx.parcelLine.create({
      data: {
        ...contents,
        parcelNumber: parcel.number,
        packedScan: scan.factId,
        packedAt: new Date(moment.occurredAt),
      },
    });
    const packed = describeParcel({ ...parcel, lines: [...parcel.lines, line] }, planning);
    if (parcel.direction === 'outward') {
      const step = { ...moment, scanId: scan.factId, kind: 'packed', place: PREFECTURAL_LIBRARY } as const;
      // The planned day of dispatch: the parcel has a day of its own only once it is dispatched.
      await writeCopyFact(tx, line, { ...parcel, dispatchDay: dateColumn(packed.plannedDispatchDay) }, step);
    }
    return allow(packed);
  });
};

async function takeFromPackingList(
  tx: Transaction,
  parcel: LockedParcel,
  barcode: string,
): Promise<Decision<Packing>> {
  const seen = await newestRowOf(tx, barcode);
  if (!seen) return refuse('NOT_FOUND');
  const waiting = await waitingFor(tx, await lockPackingRow(tx, seen.reservationId), parcel.libraryCode);
  if (!waiting.ok) return waiting;
  const { row, item } = waiting.value;
  if (item.barcode !== barcode) return refuse('STATE_CHANGED');
  const { allocatedAt: _, ...contents } = item;
  return allow({ contents: { ...contents, copyId: BigInt(item.copyId) }, listedAt: row.listedAt });
}

function returned(barcode: string, copy: AskedOf<'pack'>['copy']): Decision<Packing> {
  if (!copy) return refuse('NOT_FOUND');
  const contents = { ...copy, copyId: BigInt(copy.copyId), barcode, holdNumber: null };
  return allow({ contents, listedAt: null });
}

/**
 * A copy in the hand has left whatever parcel was on its way with it, scanned or not; a missing one is found. Nobody
 * waits for a parcel that is empty with that.
 */
export async function leaveFormerParcels(
  tx: Transaction,
  { copyId, barcode }: Pick<Contents, 'copyId' | 'barcode'>,
  scan: Moment & { scanId: string },
  by: string,
): Promise<void> {
  const former = await tx.parcelLine.findMany({
    where: {
      copyId,
      state: { not: 'takenOut' },
      parcel: { state: { not: 'open' } },
      events: { none: { kind: 'copyPackedElsewhere' } },
    },
    orderBy: { id: 'asc' },
  });
  for (const { id, parcelNumber } of former) {
    const parcel = await lockParcel(tx, parcelNumber);
    const line = parcel?.lines.find((one) => one.id === id);
    const scanId = derivedId(scan.scanId, `left ${parcelNumber}`);
    // The parcel's dispatch may have been taken back since: the copy is in an open parcel then.
    if (parcel && line && parcel.state !== 'open')
      await record(tx, parcel, [{ kind: 'copyPackedElsewhere', line }], { ...scan, scanId, by });
  }
  const at = new Date(scan.occurredAt);
  await clearTasks(tx, { kinds: ['parcelContents'], subject: { barcode }, by, at });
}
