// @ts-check
import { formats } from './barcode-formats.js';
import { readNumber } from './read-number.js';

/**
 * What a text that was read can be. `goes`: a number, or something only the server can judge (another library's number);
 * `digit`: typed in place of a button; `two`: exactly two whole numbers of ours; the rest is not understood, and nothing
 * is guessed: too few digits, more than one number, or characters that no label has.
 * @typedef {{ kind: 'nothing' | 'short' | 'long' | 'strange', text: string } | { kind: 'goes' | 'digit', text: string }
 *   | { kind: 'two', numbers: [string, string] }} Understood
 */

/** The number of a release: eight digits that begin like no card. */
const RELEASE = 8;
const END_OF_TELEPHONE = 4;
/** 取り置き番号, with its hyphen or without. */
export const HOLD = /^[A-HJ-NPR-Z][-‐]?\d{4}$/i;
/** A label of somebody else's with more digits than ours: an ISBN. */
export const ISBN = /^97[89]\d{10}$/;

const longest = Math.max(...formats.map(({ length }) => length));
const shortest = Math.min(...formats.map(({ length }) => length));

/** What a form says that is read into its field. @param {HTMLFormElement} form */
export function readInto({ dataset }) {
  const says = (/** @type {string} */ name) => name in dataset;
  return {
    releases: says('releases'),
    tracking: says('tracking'),
    names: says('names'),
    holds: says('holds'),
  };
}

/**
 * @param {string} text
 * @param {{ releases: boolean, tracking?: boolean, names?: boolean, holds?: boolean }} page whether the number of a release, or of the
 *   post's label, is read on this page, or a name or telephone number typed
 * @returns {Understood}
 */
export function understand(text, { releases, tracking = false, names = false, holds = false }) {
  const folded = text.normalize('NFKC').trim();
  if (folded === '') return { kind: 'nothing', text };
  if (/^\d$/.test(folded)) return { kind: 'digit', text: folded };
  if (names && !/\d/.test(folded)) return { kind: 'goes', text: folded };
  if (holds && HOLD.test(folded)) return { kind: 'goes', text: folded };
  if (readNumber(folded)) return { kind: 'goes', text: folded };
  const numbers = cutInTwo(folded);
  if (numbers) return { kind: 'two', numbers };
  if (/[^\x20-\x7e]/.test(folded)) return { kind: 'strange', text };
  const bare = folded.replace(/^[A-D]|[A-D]$/gi, '').replace(/[\s-]/g, '');
  if (!/^\d+$/.test(bare) || (releases && bare.length === RELEASE)) return { kind: 'goes', text: folded };
  if (tracking && isTracking(bare)) return { kind: 'goes', text: folded };
  if (names && bare.length >= END_OF_TELEPHONE) return { kind: 'goes', text: folded };
  if (bare.length < shortest || isCutShort(bare)) return { kind: 'short', text: folded };
  const tooMuch = (bare.length > longest || hasOursAndMore(bare)) && !ISBN.test(bare);
  return { kind: tooMuch ? 'long' : 'goes', text: folded };
}

/** The post's number: its last digit is what is left of the others divided by seven. @param {string} digits */
export function isTracking(digits) {
  return /^\d{11,12}$/.test(digits) && Number(digits.slice(0, -1)) % 7 === Number(digits.at(-1));
}

/** The one way in which it is two whole numbers of ours. @param {string} text @returns {[string, string] | undefined} */
function cutInTwo(text) {
  /** @type {[string, string][]} */
  const ways = [];
  const bare = text.replace(/[A-D]/gi, '');
  for (let at = shortest; at <= bare.length - shortest; at++) {
    const [first, second] = [readNumber(bare.slice(0, at)), readNumber(bare.slice(at))];
    if (first && second) ways.push([first.number, second.number]);
  }
  return ways.length === 1 ? ways[0] : undefined;
}

/** A number of a copy that lacks its first digit, or begins like one of ours that has more and is no misread one. @param {string} digits */
function isCutShort(digits) {
  if (formats.some(({ kind, length }) => kind !== 'card' && digits.length === length)) return false;
  return formats.some(({ kind, prefix, length }) => {
    if (kind === 'copy' && prefix !== '' && readNumber(`${prefix[0]}${digits}`)?.kind === kind) return true;
    return prefix !== '' && digits.startsWith(prefix) && digits.length < length;
  });
}

/** A whole number of a copy or a parcel, and digits that were left from another scan. @param {string} digits */
function hasOursAndMore(digits) {
  return formats.some(({ kind, length }) => {
    if (kind === 'card' || digits.length <= length) return false;
    const ends = [digits.slice(0, length), digits.slice(-length)];
    return ends.some((end) => readNumber(end)?.kind === kind);
  });
}
