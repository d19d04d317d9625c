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

test.each([
  ['民芸運動', ['民芸', '運動']],
  ['足尾鉱毒事件', ['足尾', '鉱毒', '事件']],
  ['関東大震災', ['関東', '震災']],
  ['化学者', []],
  ['走れメロス', []],
])('%s is made of %j', (compound, words) => {
  expect(wordsOfCompound(compound).map(({ text }) => text)).toEqual(words);
});
