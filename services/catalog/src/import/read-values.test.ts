import { expect, test } from '@jest/globals';
import { finestNdc, readPart } from './read-values.ts';

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
