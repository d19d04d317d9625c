import { expect, test } from '@jest/globals';
import { isSameLibraryName, libraryNameContains } from './index.ts';

const page = '合志市ヴィ\u2015ブル図書館';

test.each([
  ['as the page writes it', page, page],
  ['as its news write it', page, '合志市ヴィ\u30FCブル図書館'],
  ['as an old PC writes it', page, '合志市ｳﾞｨ\uFF70ﾌﾞﾙ図書館'],
  ['without the space inside', '大津町立 おおづ図書館', '大津町立おおづ図書館'],
  ['with a wide space', '大津町立 おおづ図書館', '大津町立\u3000おおづ図書館'],
  ['with wide brackets', '宇城市立図書館(中央館)', '宇城市立図書館（中央館）'],
])('a library is found %s', (_, stored, written) => {
  expect(isSameLibraryName(stored, written)).toBe(true);
  expect(isSameLibraryName(written, stored)).toBe(true);
});

test('another library is another one', () => {
  expect(isSameLibraryName(page, '合志市西合志図書館')).toBe(false);
});

test('a part of a name is found in it', () => {
  expect(libraryNameContains(page, 'ヴィーブル')).toBe(true);
  expect(libraryNameContains(page, '')).toBe(true);
  expect(libraryNameContains(page, 'おおづ')).toBe(false);
});
