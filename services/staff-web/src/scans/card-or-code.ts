import { barcodeFormats, readBarcode } from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
import type { Staff, StaffWebDeps } from '../deps.ts';

/**
 * R14. What stands for a person at the counter: the number of a card, or the code of a release (eight digits that begin
 * like no card), as it was said on the telephone. Undefined: something else was read.
 */
export function cardOrCode(text: string): string | undefined {
  const reading = readBarcode(text);
  if (reading.ok) return reading.kind === 'card' ? reading.number : undefined;
  const code = text.normalize('NFKC').replace(/[\s-]/g, '');
  return /^\d{8}$/.test(code) && isRelease(code) ? code : undefined;
}

/** Whether a release stands for the card. */
export function isRelease(cardOrCode: string): boolean {
  return !cardOrCode.startsWith(barcodeFormats().card.prefix);
}

/** R14. The reservations of a card or of a release for this library (a visit long); no name. */
export function resolveCard(
  deps: Pick<StaffWebDeps, 'patron'>,
  staff: Pick<Staff, 'library'>,
  { cardNumber, at }: { cardNumber: string; at: Instant },
) {
  return deps.patron.resolveCard({ body: { cardNumber, library: staff.library, at } });
}
