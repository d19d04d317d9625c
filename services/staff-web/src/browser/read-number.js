// @ts-check
import { formats } from './barcode-formats.js';

/** @typedef {'card' | 'copy' | 'parcel'} Kind */

/**
 * What was read: folds full-width digits, takes off NW-7's start and stop, and checks the check digit, as the server does.
 * @param {string} text
 * @returns {{ kind: Kind, number: string } | undefined}
 */
export function readNumber(text) {
  const number = digitsOf(text);
  if (!/^\d+$/.test(number)) return undefined;
  for (const { kind, prefix, length, checked } of formats) {
    if (number.length !== length || !number.startsWith(prefix)) continue;
    if (!checked || checkDigitOf(number.slice(0, -1)) === number.at(-1)) return { kind, number };
  }
  return undefined;
}

/** As long as a card's, and begins like one. @param {string} text */
export function isLikeCard(text) {
  const number = digitsOf(text);
  return formats.some(
    ({ kind, prefix, length }) => kind === 'card' && number.length === length && number.startsWith(prefix),
  );
}

/** Eight digits that begin like no card: what a release has (R14). @param {string} text */
export function isLikeRelease(text) {
  return /^\d{8}$/.test(digitsOf(text).replace(/[\s-]/g, '')) && !isLikeCard(text);
}

/** @param {string} text */
function digitsOf(text) {
  return text
    .normalize('NFKC')
    .trim()
    .replace(/^[A-D]|[A-D]$/gi, '');
}

/**
 * Modulus 10 with weights 2 and 1 from the right, the digits of a product added up.
 * @param {string} digits
 */
function checkDigitOf(digits) {
  let sum = 0;
  for (const [place, digit] of [...digits].reverse().entries()) {
    const product = Number(digit) * (place % 2 === 0 ? 2 : 1);
    sum += product > 9 ? product - 9 : product;
  }
  return String((10 - (sum % 10)) % 10);
}
