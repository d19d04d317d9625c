import { type BarcodeKind, readBarcodeOf } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';

/** As the staff's screens call them. */
const KIND_NAMES: Record<BarcodeKind, string> = { card: '貸出カード', copy: '資料', parcel: '小包' };

/** The number of a scanned copy. Refuses BARCODE_NOT_OURS, BARCODE_WRONG_KIND (expected, actual). */
export function copyNumber(scanned: string): Decision<string> {
  const reading = readBarcodeOf('copy', scanned);
  if (reading.ok) return allow(reading.number);
  if (reading.refusal === 'BARCODE_NOT_OURS') return refuse('BARCODE_NOT_OURS');
  return refuse('BARCODE_WRONG_KIND', {
    expected: KIND_NAMES[reading.expected],
    actual: KIND_NAMES[reading.actual],
  });
}
