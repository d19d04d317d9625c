import { readBarcodeOf, refuseMisread } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';

/** The card number of a scan or of typed text. Refuses BARCODE_WRONG_KIND (expected, actual) and NOT_FOUND. */
export function readCardNumber(text: string): Decision<string> {
  const reading = readBarcodeOf('card', text);
  if (reading.ok) return allow(reading.number);
  if (reading.refusal === 'BARCODE_NOT_OURS') return refuse('NOT_FOUND');
  return refuseMisread(reading);
}
