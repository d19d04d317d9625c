import type { Said } from './say.ts';

/** Typed in place of a button that has this digit; no number that is read is so short. */
export function isDigit(code: string): boolean {
  return /^\d$/.test(code.normalize('NFKC').trim());
}

/** To a digit that no button of the page has: it may be all that came of a number, and nothing is guessed. */
export const noButton = (digit: string): Said => ({
  tone: 'ask',
  line: '何もしていません',
  text: `数字の ${digit.normalize('NFKC').trim()} で選べるものは\nありません`,
  detail:
    '数字は、同じ数字の付いたボタンがあるときだけ使えます。番号を読み取ったときは、もう一度読み取ってください。',
});
