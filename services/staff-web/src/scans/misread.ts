import type { readBarcodeOf } from '@toshobin/contracts';
import { type Decision, refuse } from '@toshobin/lending-rules';

/** A number that can't be what was asked for. */
export function misread(
  reading: Exclude<ReturnType<typeof readBarcodeOf>, { ok: true }>,
): Extract<Decision<never>, { ok: false }> {
  if (reading.refusal === 'BARCODE_NOT_OURS') return refuse('BARCODE_NOT_OURS');
  return refuse('BARCODE_WRONG_KIND', { expected: reading.expected, actual: reading.actual });
}
