import { expect, test } from '@jest/globals';
import { sumsOf, toldWords } from './told.ts';

const cell = (month: string, library: string, count: number) => ({ month, library, count });
function wordsOf(cells: ReturnType<typeof cell>[]) {
  const tell = sumsOf(cells, ({ count }) => count);
  const words = (key?: string) =>
    toldWords(tell(cells.filter(({ month, library }) => !key || month === key || library === key)));
  return words;
}

test('a month of one loan is not found by subtraction from the total', () => {
  const words = wordsOf([cell('09', 'uto', 1), cell('12', 'uto', 8), cell('12', 'kikuyo', 5)]);
  expect([words(), words('09'), words('12')]).toEqual(['13以上', '少数', '13']);
});

test('nor are two libraries of one reservation each', () => {
  const counts = { kikuyo: 13, uto: 12, pref: 9, misumi: 1, aso: 1 };
  const words = wordsOf(Object.entries(counts).map(([library, count]) => cell('12', library, count)));
  expect([words(), words('12'), words('aso'), words('uto')]).toEqual(['34以上', '34以上', '少数', '12']);
});

test('nor is a library of two by adding up months that are exact', () => {
  const words = wordsOf([
    ...[cell('10', 'uto', 20), cell('10', 'kikuyo', 4), cell('10', 'aso', 1)],
    ...[cell('11', 'uto', 20), cell('11', 'kikuyo', 4), cell('11', 'aso', 1)],
  ]);
  expect([words('uto'), words('kikuyo'), words('aso')]).toEqual(['40', '8', '少数']);
  expect([words('10'), words('11'), words()]).toEqual(['20以上', '20以上', '48以上']);
});

test('months of many small libraries are told exactly', () => {
  const small = ['aso', 'misumi', 'ozu', 'uto'].flatMap((library) => [
    cell('10', library, 3),
    cell('11', library, 4),
  ]);
  const words = wordsOf([...small, cell('10', 'kikuyo', 9), cell('11', 'kikuyo', 9)]);
  expect([words('10'), words('11'), words(), words('uto')]).toEqual(['21', '25', '46', '7']);
});
