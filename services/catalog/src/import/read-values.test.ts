import { expect, test } from '@jest/globals';
import { finestNdc, readMeasure, readPart, readYear, thicknessUnits, weightUnits } from './read-values.ts';

test.each<[string, number | undefined]>([
  ['第1巻', 1],
  ['第 2 巻 青春編', 2],
  ['第三部 海 /', 3],
  ['第Ⅱ部', 2],
  ['上', 1],
  ['下巻 完結', 2],
  ['4 (1999)', 4],
  ['第2巻 1945-1950', 2],
  ['Vol. 2 (1945-1950)', 2],
  ['v. 2, 1999', 2],
  ['v. 1', 1],
  ['pt. 2,', 2],
  ['vol. 3 :', 3],
  ['Vol. III.', 3],
  ['Volume two :', 2],
  ['Pt.1].', 1],
  ['[Part 4]', 4],
  ['Part IX', 9],
  ['V,', 5],
  ['v. XIV', 14],
  ['Book one', 1],
  ['Bd. 12', 12],
  ['no. 7', 7],
  ['Dai 5-kan', 5],
  ['1-2', undefined],
  ['v. 1/2', undefined],
  ['第1～3巻', undefined],
  ['Parts I & II', undefined],
  ['1999 supplement', undefined],
  ['Series B', undefined],
  ['三四郎', undefined],
  ['', undefined],
])('the volume of the part %s is %s', (text, volume) => {
  expect(readPart(text)).toBe(volume);
});

test('of several classes the finest of the first one is kept', () => {
  expect(finestNdc(['913', '913.68', '913.6'])).toBe('913.68');
  expect(finestNdc(['210', 'GB85', '319.102'])).toBe('210');
  expect(finestNdc(['絵本'])).toBeUndefined();
});

test.each<[string, number | undefined]>([
  ['1998', 1998],
  ['c1999', 1999],
  ['平成 11 [1999]', 1999],
  ['1998-2001', 1998],
  ['平成29年', 2017],
  ['平成２９', 2017],
  ['昭和55', 1980],
  ['昭和 55.3', 1980],
  ['大正3', 1914],
  ['明治45.7', 1912],
  ['令和元年', 2019],
  ['[昭和29]', 1954],
  ['［昭和29序］', 1954],
  ['昭和二十九年', 1954],
  ['㍻5', 1993],
  ['昭29.5', 1954],
  ['S29', 1954],
  ['[S.29]', 1954],
  ['h29.4', 2017],
  ['R1', 2019],
  ['刊年不明', undefined],
  ['[出版年不明]', undefined],
  ['vols29', undefined],
  ['昭和290', undefined],
  ['平成', undefined],
  ['', undefined],
])('the year of %s is %s', (text, year) => {
  expect(readYear(text)).toBe(year);
});

test.each([
  ['300', 300],
  ['約300g', 300],
  ['約 ３００ｇ', 300],
  ['1,200 g', 1200],
  ['0.3kg', 300],
  ['1.2キログラム', 1200],
  ['300くらい', 300],
  ['00350', 350],
  ['0', undefined],
  ['不明', undefined],
  ['', undefined],
])('the weight %s is %s grams', (text, grams) => {
  expect(readMeasure(text, weightUnits)).toBe(grams);
});

test('a thickness is in millimetres, a count in nothing', () => {
  expect(['20', '約15mm', '1.5cm', '２センチ'].map((text) => readMeasure(text, thicknessUnits))).toEqual([
    ...[20, 15, 15, 20],
  ]);
  expect(['2', '2点', 'CD'].map((text) => readMeasure(text))).toEqual([2, 2, undefined]);
});
