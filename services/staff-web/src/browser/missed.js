// @ts-check
import { element } from './say-read.js';

/** So many digits of its beginning, or its end, tell one number of ours from the next on the shelf. */
const [TELLING_HEAD, TELLING_TAIL] = [8, 4];

/**
 * Whether a number is the one of which this was read before; where there are no digits, nobody could tell.
 * @param {string} cut @param {string} number
 */
function isReadAgain(cut, number) {
  const digits = cut.normalize('NFKC').replace(/\D/g, '');
  if (digits === '') return true;
  const isHead = digits.length >= TELLING_HEAD && number.startsWith(digits);
  return isHead || (digits.length >= TELLING_TAIL && number.endsWith(digits));
}

/**
 * What was read and not understood: it stays named until it is read again, or Enter says that it was seen. Not of what is
 * typed, as names are.
 * @param {HTMLElement} said
 */
export function missedNumbers(said) {
  /** @type {string[]} */
  let texts = [];
  return {
    /** @param {string} text */
    add(text) {
      texts.push(text);
    },
    /** What was read since, nothing being Enter alone. @param {{ kind: string, text?: string }} what */
    after({ kind, text = '' }) {
      if (kind === 'nothing') texts = [];
      if (kind === 'goes') texts = texts.filter((cut) => !isReadAgain(cut, text));
    },
    /** What is missed stands below what is said now, which takes the place of what was. @param {HTMLElement[]} notes */
    below(...notes) {
      said.replaceChildren(...notes);
      if (texts.length === 0) return;
      const note = element('div', '', 's-scan__say');
      note.dataset.tone = 'ask';
      const words = element('p', `まだ読み直していない番号　${texts.join('　')}`);
      words.append(element('small', '読み直したら、Enter で消せます。'));
      note.append(words);
      said.append(note);
    },
  };
}
