import { randomInt } from 'node:crypto';

/** Digits and capitals that nobody takes for one another on paper: no 0, 1, I, L, O. */
const SIGNS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const LENGTH = 10;

/** A code of ten signs (49 bits) that is written on paper and typed in once, as it is kept: without its hyphen. */
export function drawPaperCode(): string {
  return Array.from({ length: LENGTH }, () => SIGNS.charAt(randomInt(SIGNS.length))).join('');
}

/** How it stands on paper. */
export function printedCode(code: string): string {
  return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;
}

/**
 * The code that was typed; undefined: it can't be one. Small letters, full width, blanks and the hyphen don't matter.
 */
export function paperCodeIn(typed: string): string | undefined {
  const code = typed.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '');
  return code.length === LENGTH && [...code].every((sign) => SIGNS.includes(sign)) ? code : undefined;
}
