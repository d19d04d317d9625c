import { readBarcodeOf, refuseMisread } from '@toshobin/contracts';
import { allow, type Decision } from '@toshobin/lending-rules';

/** The number of a scanned copy. Refuses BARCODE_NOT_OURS, BARCODE_WRONG_KIND (expected, actual). */
export function copyNumber(scanned: string): Decision<string> {
  const reading = readBarcodeOf('copy', scanned);
  return reading.ok ? allow(reading.number) : refuseMisread(reading);
}
