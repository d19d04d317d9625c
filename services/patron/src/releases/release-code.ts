import { randomInt } from 'node:crypto';
import { defaultBarcodeFormats } from '@toshobin/contracts';
import { keyedHash } from '../credentials/keyed-hash.ts';

const DIGITS = 8;
/** The first digit of a card number: a code must never be taken for a card that was misread, nor the reverse. */
const OF_CARDS = defaultBarcodeFormats.card.prefix.charAt(0);

/** R14. A code to be said on the telephone and typed in place of a card: eight digits that begin like no card. */
export function newReleaseCode(): string {
  const firsts = [...'0123456789'].filter((digit) => digit !== OF_CARDS);
  const first = firsts[randomInt(firsts.length)] ?? '0';
  return first + String(randomInt(10 ** (DIGITS - 1))).padStart(DIGITS - 1, '0');
}

/** The code in what was typed (full width, blanks and hyphens don't matter); undefined: it is something else. */
export function readReleaseCode(text: string): string | undefined {
  const code = text.normalize('NFKC').replace(/[\s-]/g, '');
  return /^\d{8}$/.test(code) && !code.startsWith(OF_CARDS) ? code : undefined;
}

/** What the database keeps of a code; a code is worth something at its library alone. */
export function hashOfRelease(library: string, code: string, secret: string): string {
  return keyedHash('release', `${library}:${code}`, secret);
}
