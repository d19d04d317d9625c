import { expect, test } from '@jest/globals';
import { readIsbn } from '../words/isbn.ts';
import { QUERY_WORD_LIMIT, readQuery } from './read-query.ts';
import { Values, wordConditions } from './word-condition.ts';

test('words are parted by spaces of both widths, and each is normalised', () => {
  expect(readQuery(' 夏目　漱石\t「こゝろ」\n')).toEqual({
    words: ['夏目', '漱石', 'こころ'],
    whole: '夏目漱石こころ',
  });
});

test('a word typed twice counts once, a word of punctuation not at all', () => {
  expect(readQuery('猫 ・ 猫 ！').words).toEqual(['猫']);
});

test('what only says whose part somebody had in a book is no word beside a name', () => {
  expect(readQuery('上田敏 訳').words).toEqual(['上田敏']);
  expect(readQuery('訳').words).toEqual(['訳']);
});

test('a very long query is cut, and of very many words the first count', () => {
  expect(readQuery('あ'.repeat(10_000)).whole).toHaveLength(200);
  expect(readQuery('い ろ は に ほ へ と ち り ぬ る を わ か').words).toHaveLength(QUERY_WORD_LIMIT);
});

test.each([
  ['9784101010137', '9784101010137'],
  ['ISBN 978-4-10-101013-7', '9784101010137'],
  ['９７８４１０１０１０１３７', '9784101010137'],
  ['4-10-101013-7', '9784101010137'],
  ['080442957X', '9780804429573'],
  ['9784101010138', undefined],
  ['4101010135', undefined],
  ['1234567890123', undefined],
  ['', undefined],
])('%s is the ISBN %s', (text, isbn) => {
  expect(readIsbn(text)).toBe(isbn);
});

test('short words go by posting lists, all in one query, longer ones by LIKE, and a word with a sign by both', () => {
  const values = new Values();
  const words = ['熊', '𠮟る', '熊本県', 'c++'];
  expect(wordConditions(words, values)).toEqual(['tv @@ $3::tsquery', 's LIKE $1', 's LIKE $2']);
  expect(values.list).toEqual(['%熊本県%', '%c++%', "'熊' & '𠮟る' & ('c+' & '++')"]);
  expect(wordConditions(['熊本県'], new Values())).toEqual(['s LIKE $1']);
});

test('what waits to be placed is met by pairs too, since its index knows no LIKE', () => {
  const values = new Values();
  const added = wordConditions(['熊本県'], values, () => [], [], true);
  expect(added).toEqual(['tv @@ $2::tsquery', 's LIKE $1']);
  expect(values.list).toEqual(['%熊本県%', "('熊本' & '本県')"]);
});

test('a word that may be called otherwise goes by its pairs beside others, so that one scan has all words', () => {
  const values = new Values();
  const conditions = wordConditions(['ぶ人の', 'しあ語と'], values, (word) => [`t:${word}`]);
  expect(conditions).toEqual([
    'tv @@ $5::tsquery',
    '(strpos(s, $1) > 0 OR keys && $2::text[])',
    '(strpos(s, $3) > 0 OR keys && $4::text[])',
  ]);
  expect(values.list.at(-1)).toBe(
    "('ぶ人' & '人の' | 't:ぶ人の') & ('しあ' & 'あ語' & '語と' | 't:しあ語と')",
  );
  expect(wordConditions(['ぶ人の'], new Values(), (word) => [`t:${word}`])).toEqual([
    '(s LIKE $1 OR tv @@ $2::tsquery)',
  ]);
});

test('quotes, backslashes and wildcards are characters like others, should one ever reach the statement', () => {
  const values = new Values();
  wordConditions(["'\\", '1%_\\'], values);
  expect(values.list).toEqual(['%1\\%\\_\\\\%', "'''\\\\' & ('1%' & '%_' & '_\\\\')"]);
});
