import { randomInt } from 'node:crypto';
import { RELEASE_DIGITS, releaseBegins } from '@toshobin/contracts';
import { keyedHash } from '../credentials/keyed-hash.ts';

/**
 * R14. A code to be said on the telephone and typed in place of a card: eight digits that begin like no card, so that
 * it is never taken for a card that was misread, nor the reverse.
 */
export function newReleaseCode(): string {
  const firsts = releaseBegins();
  const first = firsts[randomInt(firsts.length)] ?? '0';
  return first + String(randomInt(10 ** (RELEASE_DIGITS - 1))).padStart(RELEASE_DIGITS - 1, '0');
}

/** The code in what was typed (full width, blanks and hyphens don't matter); undefined where there is none. */
export function readReleaseCode(text: string): string | undefined {
  const code = text.normalize('NFKC').replace(/[\s-]/g, '');
  return /^\d{8}$/.test(code) && releaseBegins().includes(code.charAt(0)) ? code : undefined;
}

/** The hash of a code, which is all that the database keeps; a code is worth something at its library alone. */
export function hashOfRelease(library: string, code: string, secret: string): string {
  return keyedHash('release', `${library}:${code}`, secret);
}
