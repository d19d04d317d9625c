import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { allow, type Decision, instantFromDate, refuse } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import { openTask } from '@toshobin/tasks';
import type { Transaction } from '../database.ts';
import type { ParcelLine } from '../generated/prisma/client.ts';
import { lockPackingRow } from '../packing/lock-packing-row.ts';
import { newestRowOf, waitingFor } from '../packing/waiting.ts';
import { copyNumber } from '../scans/copy-number.ts';
import type { Answers } from '../shipping-deps.ts';
import { changeParcel, type ParcelInHand } from './change-parcel.ts';
import { stepOfDispatch } from './dispatch-parcel.ts';
import { type LockedParcel, toldOfCopies } from './lock-parcel.ts';
import { decideOpening } from './may-handle.ts';
import { leaveFormerParcels } from './pack-copy.ts';
import { record, type Said } from './record.ts';
import { type Cause, contentsTask } from './tell-changed.ts';
import { writeCopyFact } from './write-copy-fact.ts';

/**
 * The opened parcel has a copy too few or too many. Of a missing copy the desk has a task, its arrival is taken back if
 * it was told, and its reservation hears of the delay; the others have arrived with this for certain, if the parcel was
 * not scanned. A copy that waited for a parcel to this library has left in it and arrived with it. Of any other copy of
 * ours that is not on its list, or was given up for lost, the desk has a task; one that was reported missing is found.
 * Refuses NOT_FOUND (parcel, or a missing copy that was never in it), what decideOpening does, STATE_CHANGED for a copy
 * that came home, BARCODE_NOT_OURS and BARCODE_WRONG_KIND.
 */
export const reportContents: Answers<'reportContents'> = async (deps, report) => {
  const missing = numbersOf(report.missing);
  if (!missing.ok) return missing;
  const extra = numbersOf(report.extra);
  if (!extra.ok) return extra;
  const content = `contents ${report.parcelNumber} -${missing.value} +${extra.value}`;
  const work = async ({ tx, parcel, planning, cause }: ParcelInHand) => {
    const may = decideOpening(report.by.library, parcel, planning);
    if (!may.ok) return may;
    const lineOf = (number: string) => parcel.lines.findLast(({ barcode }) => barcode === number);
    const said: Said[] = [];
    for (const number of missing.value) {
      const line = lineOf(number);
      if (!line) return refuse('NOT_FOUND');
      if (line.state === 'home') return refuse('STATE_CHANGED');
      said.push({ kind: 'copyMissing', line });
    }
    said.push({ kind: 'received' });
    const by = report.by.account;
    const unscanned: ParcelLine[] = [];
    for (const number of extra.value) {
      const line = lineOf(number);
      // A copy that was given up is no longer its reservation's: its next scan says whose it is.
      const isGivenUp = line?.state === 'lost' && parcel.state !== 'lost';
      const left = line ? undefined : await leftUnscanned(tx, parcel, number, { ...cause, by });
      if (line && !isGivenUp) said.push({ kind: 'copyFound', line });
      else if (left) unscanned.push(left);
      else await openTask(tx, { ...contentsTask(parcel, number), why: 'extra', at: cause.occurredAt });
    }
    const lines = [...parcel.lines, ...unscanned];
    const told = unscanned.length > 0 ? await toldOfCopies(tx, lines) : parcel.told;
    return allow(await record(tx, { ...parcel, lines, told }, said, { ...cause, by }));
  };
  return changeParcel(deps, report, content, work, extra.value);
};

function numbersOf(barcodes: readonly string[]): Decision<string[]> {
  const numbers = new Set<string>();
  for (const barcode of barcodes) {
    const number = copyNumber(barcode);
    if (!number.ok) return number;
    numbers.add(number.value);
  }
  return allow([...numbers].sort());
}

/**
 * The copy was put into the parcel without a scan: it waited for one to that library when the parcel left, and has left
 * with it. Undefined where nothing says so.
 */
async function leftUnscanned(
  tx: Transaction,
  parcel: LockedParcel,
  barcode: string,
  cause: Cause & { by: string },
): Promise<ParcelLine | undefined> {
  const { dispatchedAt, dispatchScan } = parcel;
  const seen = await newestRowOf(tx, barcode);
  if (!seen || dispatchedAt === null || dispatchScan === null || parcel.standing.comesHome) return undefined;
  const waiting = await waitingFor(tx, await lockPackingRow(tx, seen.reservationId), parcel.libraryCode);
  if (!waiting.ok || waiting.value.item.barcode !== barcode) return undefined;
  const { row, item } = waiting.value;
  if (row.listedAt === null || row.listedAt > dispatchedAt) return undefined;
  const { allocatedAt: _, ...contents } = { ...item, copyId: BigInt(item.copyId) };
  const packedScan = derivedId(cause.scanId, `unscanned ${barcode}`);
  await leaveFormerParcels(tx, contents, cause, cause.by);
  const line = await tx.parcelLine.create({
    data: { ...contents, parcelNumber: parcel.number, packedScan, packedAt: dispatchedAt },
  });
  const then = { occurredAt: instantFromDate(dispatchedAt), recordedAt: cause.recordedAt };
  const packed = { ...then, scanId: packedScan, kind: 'packed', place: PREFECTURAL_LIBRARY } as const;
  await writeCopyFact(tx, line, parcel, packed);
  await writeCopyFact(tx, line, parcel, { ...then, scanId: dispatchScan, ...stepOfDispatch(parcel) });
  return line;
}
