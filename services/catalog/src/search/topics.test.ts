import { expect, test } from '@jest/globals';
import { topicPieces, wordsOfCompound } from './topics.ts';

test('of a sentence the words in katakana, pairs of kanji and single kanji may stand in a title, and what is said of any text may not', () => {
  const pieces = topicPieces(['とよたの創業者の蓄音機の研究'], ['とよた']);
  const words = pieces.filter(({ share }) => share >= 0.5).map(({ text }) => text);
  expect(words).toEqual(['とよた', '創業', '蓄音', '音機']);
  expect(pieces.map(({ text }) => text)).toEqual(expect.arrayContaining(['創', '音']));
});

test('a kanji that is a word says more than one of a verb, and than half a word', () => {
  const pieces = topicPieces(['船で働く葬式'], []);
  const shareOf = (text: string) => pieces.find((piece) => piece.text === text)?.share ?? 0;
  expect([shareOf('船'), shareOf('働'), shareOf('葬')]).toEqual([1, 0.5, 0.25]);
});

test('a noun made of a verb is one word, with its kana and without, and of three kanji two are one', () => {
  const shares = (text: string) =>
    Object.fromEntries(topicPieces([text], []).map(({ text, share }) => [text, share]));
  expect(shares('踊り子と思い出')).toEqual({ 踊り子: 1, 踊子: 1 });
  expect(shares('日本人が立ち上がる')).toMatchObject({ 日本: 0.75, 本人: 0.6, 立: 0.5 });
  expect(shares('大地震')).toMatchObject({ 大地: 0.6, 地震: 0.75 });
});

test('a term of the index is made of its words', () => {
  const pieces = topicPieces(['関東大震災の体験'], []);
  expect(pieces).toEqual([
    { text: '関東', share: 1 },
    { text: '震災', share: 1.1 },
  ]);
});

test('a loanword in kanji may stand in katakana in a title, and a long one tells more', () => {
  const pieces = topicPieces(['珈琲とさんたくろす'], ['さんたくろす']);
  expect(pieces.filter(({ share }) => share >= 1)).toEqual([
    { text: 'さんたくろす', share: 1.5 },
    { text: 'こひ', share: 1 },
    { text: '珈琲', share: 1 },
  ]);
});

test('a long word in hiragana may be read in a title; a short one, what stands behind a kanji, and who is told of may not', () => {
  const read = (text: string, katakana: string[] = []) =>
    topicPieces([text], katakana).flatMap((piece) => (piece.isRead ? [piece.text] : []));
  expect(read('ろうそくに絵を描く人魚の娘が売られていく')).toEqual(['ろうそく']);
  expect(read('おばあさんと鐘つきの子')).toEqual([]);
  expect(read('からんころんと鳴る', ['からんころん'])).toEqual([]);
});

test.each([
  ['民芸運動', ['民芸', '運動']],
  ['足尾鉱毒事件', ['足尾', '鉱毒', '事件']],
  ['関東大震災', ['関東', '震災']],
  ['化学者', []],
  ['走れメロス', []],
])('%s is made of %j', (compound, words) => {
  expect(wordsOfCompound(compound).map(({ text }) => text)).toEqual(words);
});
