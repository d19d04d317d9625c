import { expect, test } from '@jest/globals';
import { makeShelfMark, type Shelved } from './make-shelf-mark.ts';

const kokoro: Shelved = {
  kind: 'book',
  lending: 'lendable',
  ndc: '913',
  titleReading: 'こころ',
  authorReading: 'なつめ そうせき',
};

test.each([
  ['a novel stands by class and author', {}, '913/ナ'],
  ['a children’s book stands under K', { forChildren: true }, 'K913/ナ'],
  ['a reference book stands under R', { lending: 'referenceOnly' as const, ndc: '031' }, 'R031/ナ'],
  ['a magazine stands by title', { kind: 'magazineIssue' as const }, 'P/コ'],
  ['a recording stands under V', { kind: 'audiovisual' as const, ndc: '767' }, 'V767/ナ'],
  ['without an author the title counts', { authorReading: '' }, '913/コ'],
  ['a small kana counts as a large one', { authorReading: 'ァンデルセン' }, '913/ア'],
  ['half-width kana are read', { authorReading: 'ｶﾞﾘﾚｵ' }, '913/ガ'],
  ['without a class it stands under X', { ndc: null }, 'X/ナ'],
  ['readings without kana leave a star', { authorReading: 'ABC', titleReading: '123' }, '913/＊'],
])('%s', (_what, change, mark) => {
  expect(makeShelfMark({ ...kokoro, ...change })).toBe(mark);
});
