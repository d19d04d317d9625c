import { expect, test } from '@jest/globals';
import { partsOfForeignName, readForeignName, soundsOfForeignName } from './foreign-name.ts';
import { consonantsOf, nameDistance, spokenLetters } from './name-sound.ts';

test.each([
  ['ストリンドベルヒ', 'ストリンドベリ'],
  ['アルツィバーシェフ', 'アルチバシェッフ'],
  ['シュニッツラー', 'シュニッツレル'],
  ['トゥルゲーニェフ', 'ツルゲーネフ'],
  ['ギョーテ', 'ゲーテ'],
  ['ガンディー', 'ガンジー'],
  ['アンダーセン', 'アンデルセン'],
  ['Dostoyevsky', 'ドストエフスキー'],
  ['Tchekhov', 'チェーホフ'],
  ['Goethe', 'ゲーテ'],
])('%s and %s are one name', (one, other) => {
  const [first, second] = [spokenLetters(one), spokenLetters(other)];
  expect(consonantsOf(first).slice(0, 3)).toBe(consonantsOf(second).slice(0, 3));
  expect(nameDistance(first, second)).toBeLessThan(0.2);
});

test.each([
  ['カント', 'カフカ'],
  ['ルソー', 'ルナール'],
  ['モンテスキュー', 'モンテーニュ'],
  ['ハーン', 'アイン'],
  ['バッハ', 'バーネット'],
])('%s and %s are two', (one, other) => {
  expect(nameDistance(spokenLetters(one), spokenLetters(other))).toBeGreaterThan(0.2);
});

test('a name has surnames and given names, without what belongs to none, and is one word as well', () => {
  expect(readForeignName('ファン・ゴッホ フィンセント')).toEqual({
    surnames: ['goho', 'fuangoho'],
    givenNames: ['fuinsento'],
    whole: ['fuinsentogoho', 'gohofuinsento'],
  });
  expect(partsOfForeignName('Ｈ．Ｇ．ウエルズ')).toEqual(['H', 'G', 'ウエルズ']);
  expect(partsOfForeignName('アントワーヌ・ド・サン＝テグジュペリ')).toEqual([
    'アントワーヌ',
    'サン',
    'テグジュペリ',
  ]);
  expect(partsOfForeignName('Saint-Exupéry')).toEqual(['Saint', 'Exupéry']);
});

test('a name with kanji or hiragana in it is none', () => {
  expect(soundsOfForeignName('妹尾 アキ夫')).toEqual([]);
  expect(soundsOfForeignName('')).toEqual([]);
});
