import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { kanaOfRomaji } from '../search/romaji.ts';
import { newForms } from './kanji-forms.ts';
import { normalise, soundOf, withOneGa } from './normalise.ts';
import { FIELD_END, searchColumns } from './search-columns.ts';

test.each([
  ['old forms of kanji are the new ones', '國語學習', '国語学習'],
  ['several old forms lead to one new form', '辨論 花瓣 辯護', '弁論花弁弁護'],
  ['variants of names', '髙橋 山﨑 渡邉 𠮷田', '高橋山崎渡辺吉田'],
  ['compatibility ideographs', '\ufa19社', '神社'],
  ['katakana is hiragana', 'アーヴィング', 'あびんぐ'],
  ['half-width katakana, with its voicing marks', 'ｶﾞﾗｽﾞ', 'がらず'],
  ['full-width letters and digits, in small letters', 'ＡＢＣ１２３', 'abc123'],
  ['circled and Roman numbers', '①Ⅳ', '1iv'],
  ['long vowel marks and every kind of dash', 'コンピューター‐ヴィ―ブル−ー－', 'こんぴゆたびぶる'],
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
  ['repetition marks are what they repeat', '佐々木 こゝろ コヽロ みすゞ 々', '佐佐木こころこころみすず々'],
  ['small kana are large', '坊っちゃん ファウスト 八ヶ岳', '坊つちやんふあうすと八け岳'],
  ['kana of one sound', 'ヰタ・セクスアリス つゞく みかづき', 'いたせくすありすつずくみかずき'],
  ['letters without their accents', 'Mori Ōgai Pérez', 'moriogaiperez'],
  ['and without those that no letter is composed with', 'I\ufe20A\ufe21kovlev g\u0308', 'iakovlevg'],
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
    isbns: ['9784480020055'],
  });
  expect(columns.nt).toBe('銀河鉄道の夜');
  const [titled, titleRead, author, authorRead, translator, publisher, ...others] =
    columns.s.split(FIELD_END);
  expect([titled, titleRead]).toEqual(['銀河鉄道の夜初期形', 'ぎんがてつどうのよるしよきけい']);
  expect([author, authorRead, translator, publisher]).toEqual(['宮沢賢治', 'みやざわけんじ', '', '筑摩書房']);
  expect(others).toContain('ギンガテツドノヨルシヨキケ');
  expect(columns.keys).toEqual(
    expect.arrayContaining([
      't:銀河鉄道の夜',
      't:ぎんがてつどうのよる',
      'a:宮沢賢治',
      'p:賢治',
      'p:ミヤザワ',
      'b:9784480020055',
    ]),
  );
});

test('a foreign name is one with the given name first, too', () => {
  const blank = { subtitle: '', subtitleReading: '', publisher: '', translator: '', isbns: [] };
  const { keys } = searchColumns({
    ...{ ...blank, title: '変身', titleReading: 'へんしん' },
    ...{ author: 'カフカ フランツ', authorReading: 'カフカ フランツ', authorLatin: 'Kafka Franz' },
  });
  expect(keys).toEqual(expect.arrayContaining(['a:ふらんつかふか', 'a:franzkafka', 'p:kafka']));
});

test.each([
  ['八ヶ岳', '八ケ岳', '八ガ岳', '八が岳', '八カ岳'],
  ['一か月', '一ヶ月', '一ヵ月', '一箇月', '1カ月'.normalize('NFKC').replace('1', '一')],
])('the が of names is written in one way: %s', (...ways) => {
  expect(new Set(ways.map((way) => withOneGa(normalise(way))))).toHaveProperty('size', 1);
});

test('between kanji alone: a particle at an edge stays', () => {
  expect(withOneGa(normalise('雨が'))).toBe('雨が');
});

test.each([
  ['シェークスピア', 'シェイクスピア'],
  ['メーテルリンク', 'メエテルリンク'],
  ['ドストエフスキー', 'ドストエフスキイ'],
  ['坊っちゃん', '坊ちゃん'],
  ['ベートーヴェン', 'ベートーベン'],
  ['なつめ そうせき', kanaOfRomaji('natsumesoseki') ?? ''],
  ['たにざき じゅんいちろう', kanaOfRomaji("Tanizaki-Jun'ichirō") ?? ''],
  ['たにざき じゅんいちろう', kanaOfRomaji('tanizakizyunitirou') ?? ''],
  ['えどがわ らんぽ', kanaOfRomaji('edogawarampo') ?? ''],
  ['さとう はるお', kanaOfRomaji('satohharuo') ?? ''],
  ['ぼっちゃん', kanaOfRomaji('botchan') ?? ''],
  ['わがはいはねこである', kanaOfRomaji('wagahaiwanekodearu') ?? ''],
])('%s sounds like %s', (one, other) => {
  expect(soundOf(one)).toBe(soundOf(other));
});

test.each(['kafka', 'poe2', 'xyz', '夏目', ''])('%j is no word of Japanese in Latin letters', (word) => {
  expect(kanaOfRomaji(word)).toBeUndefined();
});
