import { expect, test } from '@jest/globals';
import { otherLoanwords } from './loanwords.ts';

test('a loanword in kanji is one in katakana, and a word typed in katakana may be one in kanji; kana that stand in another word are not', () => {
  expect(otherLoanwords('倫敦の洋灯', [])).toEqual([
    { from: '洋灯', to: 'らんぷ' },
    { from: '倫敦', to: 'ろんどん' },
  ]);
  expect(otherLoanwords('ぱりの橋', ['ぱり'])).toEqual([{ from: 'ぱり', to: '巴里' }]);
  expect(otherLoanwords('さつぱりした話', [])).toEqual([]);
});
