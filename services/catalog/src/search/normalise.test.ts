import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newForms } from './kanji-forms.ts';
import { FIELD_END, normalise, searchColumns } from './normalise.ts';

test.each([
  ['old forms of kanji are the new ones', '國語學習', '国語学習'],
  ['several old forms lead to one new form', '辨論 花瓣 辯護', '弁論花弁弁護'],
  ['variants of names', '髙橋 山﨑 渡邉 𠮷田', '高橋山崎渡辺吉田'],
  ['compatibility ideographs', '\ufa19社', '神社'],
  ['katakana is hiragana', 'アーヴィング', 'あゔぃんぐ'],
  ['half-width katakana, with its voicing marks', 'ｶﾞﾗｽﾞ', 'がらず'],
  ['full-width letters and digits, in small letters', 'ＡＢＣ１２３', 'abc123'],
  ['circled and Roman numbers', '①Ⅳ', '1iv'],
  ['long vowel marks and every kind of dash', 'コンピューター‐ヴィ―ブル−ー－', 'こんぴゅたゔぃぶる'],
  [
    'the library written with U+2015 and with U+30FC',
    '合志市ヴィ―ブル図書館',
    normalise('合志市ヴィーブル図書館'),
  ],
  ['spaces of both widths', '夏目　漱石 著', '夏目漱石著'],
  ['brackets, points and quotation marks', '『吾輩は「猫」である』（上）・下。', '吾輩は猫である上下'],
  ['a kana followed by a voicing mark of its own', 'か\u3099', 'が'],
  ['a voicing mark that stands alone', 'ん゛', 'ん'],
  ['variation selectors', '葛\u{e0100}城', '葛城'],
  ['other signs stay, so that c++ is not c', 'C++ ♪', 'c++♪'],
  ['iteration marks', '佐々木 こゝろ コヽロ', '佐々木こゝろこゝろ'],
  ['NUL, controls and lone surrogates are nothing', 'a\u0000\u0001\ud800\udfffb\ufeff', 'ab'],
  ['emoji stay, what joins them does not', '👨‍👩‍👧', '👨👩👧'],
  ['only punctuation is nothing', '……！？「」ーー\'"\\%_', ''],
])('%s', (_what, text, normalised) => {
  expect(normalise(text)).toBe(normalised);
});

test('what is normalised stays as it is, and fits into a row', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const once = normalise(text);
      expect(normalise(once)).toBe(once);
      expect(once).not.toMatch(/[\p{C}\p{Z}]/u);
    }),
  );
});

test('no new form of a kanji is an old form of another', () => {
  expect(newForms.size).toBeGreaterThan(350);
  for (const [old, current] of newForms) {
    expect([old, newForms.get(current)]).toEqual([old, undefined]);
    expect(normalise(old)).toBe(normalise(current));
  }
});

test('the search text begins with the title, and fields are parted', () => {
  const columns = searchColumns({
    title: '銀河鉄道の夜',
    titleReading: 'ぎんがてつどうのよる',
    subtitle: '〔初期形〕',
    subtitleReading: 'しょきけい',
    author: '宮沢 賢治',
    authorReading: 'みやざわ けんじ',
    translator: '',
    publisher: '筑摩書房',
  });
  expect(columns.nt).toBe('銀河鉄道の夜');
  expect(columns.s.split(FIELD_END)).toEqual([
    '銀河鉄道の夜初期形',
    'ぎんがてつどうのよるしょきけい',
    '宮沢賢治',
    'みやざわけんじ',
    '',
    '筑摩書房',
  ]);
});
