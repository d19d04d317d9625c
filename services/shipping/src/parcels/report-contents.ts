import type { Parcel } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { openTask } from '@toshobin/tasks';
import { copyNumber } from '../scans/copy-number.ts';
import type { ShippingDeps } from '../shipping-deps.ts';
import { changeParcel, type ParcelScan } from './change-parcel.ts';
import { decideOpening } from './may-handle.ts';
import { record, type Said } from './record.ts';
import { contentsTask } from './tell-changed.ts';

export interface ReportContents extends ParcelScan {
  /** Barcodes of copies that are on its list and not in it. */
  missing: readonly string[];
  /** Barcodes of copies that are in it and not on its list. */
  extra: readonly string[];
}

/**
 * The opened parcel has a copy too few or too many. Of a missing copy the desk has a task, its arrival is taken back if
 * it was told, and its reservation hears of the delay; the others have arrived with this for certain, if the parcel was
 * not scanned. Of a copy of ours that is not on its list, or was given up for lost, the desk has a task; one that was
 * reported missing is found.
 * Refuses NOT_FOUND (parcel, or a missing copy that was never in it), what decideOpening does, STATE_CHANGED for a copy that
 * came home, BARCODE_NOT_OURS and BARCODE_WRONG_KIND.
 */
export async function reportContents(deps: ShippingDeps, report: ReportContents): Promise<Decision<Parcel>> {
  const missing = numbersOf(report.missing);
  if (!missing.ok) return missing;
  const extra = numbersOf(report.extra);
  if (!extra.ok) return extra;
  const content = `contents ${report.parcelNumber} -${missing.value} +${extra.value}`;
  return changeParcel(deps, report, content, async ({ tx, parcel, planning, cause }) => {
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
    const at = new Date(cause.occurredAt);
    for (const number of extra.value) {
      const line = lineOf(number);
      // What was given up is no longer its reservation's: its next scan says whose it is.
      const isGivenUp = line?.state === 'lost' && parcel.state !== 'lost';
      if (line && !isGivenUp) said.push({ kind: 'copyFound', line });
      else await openTask(tx, { ...contentsTask(parcel, number), why: 'extra', at });
    }
    return allow(await record(tx, parcel, said, { ...cause, by: report.by.account }));
  });
}

function numbersOf(barcodes: readonly string[]): Decision<string[]> {
  const numbers = new Set<string>();
  for (const barcode of barcodes) {
    const number = copyNumber(barcode);
    if (!number.ok) return number;
    numbers.add(number.value);
  }
  return allow([...numbers].sort());
}
