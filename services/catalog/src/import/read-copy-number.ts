import { type barcodeKindWords, failsItsCheckDigit, readBarcodeOf } from '@toshobin/contracts';
import { type Reading, type RefusedWhy, refused } from './refused.ts';

const ofAnotherKind: Readonly<Partial<Record<keyof typeof barcodeKindWords, RefusedWhy>>> = {
  card: 'BARCODE_OF_CARD',
  parcel: 'BARCODE_OF_PARCEL',
  isbn: 'BARCODE_OF_TRADE',
};

/** The number of a copy as a file has it, or why it is none. */
export function readCopyNumber(text: string): Reading<string> {
  const reading = readBarcodeOf('copy', text);
  if (reading.ok) return { ok: true, value: reading.number };
  if (reading.refusal === 'BARCODE_WRONG_KIND')
    return refused(ofAnotherKind[reading.actual] ?? 'BARCODE_FORM', text);
  return refused(failsItsCheckDigit('copy', text) ? 'BARCODE_CHECK_DIGIT' : 'BARCODE_FORM', text);
}
