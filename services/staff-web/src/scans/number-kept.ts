import { barcodeFormats, readBarcode } from '@toshobin/contracts';
import { cardOrCode } from './card-or-code.ts';

/** What may be kept of what was read: anything but the number of a card, or the code of a release that stands for one. */
export function numberKept(code: string): string {
  if (cardOrCode(code) !== undefined) return '';
  const reading = readBarcode(code);
  if (reading.ok) return reading.number;
  // A card that was misread is one too; other libraries' numbers are shown, so that they can be told apart.
  const digits = code.normalize('NFKC').replace(/[^0-9]/g, '');
  const mayBeACard = digits.startsWith(barcodeFormats().card.prefix);
  return digits.length < 6 || mayBeACard ? '' : digits.slice(0, 20);
}
