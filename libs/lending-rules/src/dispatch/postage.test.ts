import { describe, expect, test } from '@jest/globals';
import { calendarDate, type PostageRates, PostageRatesSchema, postageOf } from '../index.ts';

const rates: PostageRates = {
  validFrom: calendarDate('2024-10-01'),
  source: 'a table of this test',
  yuMail: [
    { upToGrams: 150, yen: 190 },
    { upToGrams: 1000, yen: 380 },
  ],
  yuPack: [
    { upToCm: 60, yen: 820 },
    { upToCm: 80, yen: 1130 },
  ],
  yuPackFootprintCm: 53,
};
const copy = (weightGrams: number, thicknessMm = 10) => ({ weightGrams, thicknessMm });

describe('what a parcel costs (R11)', () => {
  test.each([
    ['by Yu-Mail, exactly on a step', 'yuMail', [copy(150)], 190],
    ['a gram more', 'yuMail', [copy(151)], 380],
    ['two copies together', 'yuMail', [copy(100), copy(100)], 380],
    ['beyond the last step', 'yuMail', [copy(1001)], undefined],
    ['by Yu-Pack, exactly on a size', 'yuPack', [copy(9000, 70)], 820],
    ['a millimetre more', 'yuPack', [copy(100, 71)], 1130],
    ['copies on top of each other', 'yuPack', [copy(100, 35), copy(100, 36)], 1130],
    ['a parcel larger than the table', 'yuPack', [copy(100, 271)], undefined],
    ['nothing, by Yu-Mail', 'yuMail', [], undefined],
    ['nothing, by Yu-Pack', 'yuPack', [], undefined],
  ] as const)('%s', (_, mode, items, yen) => {
    expect(postageOf(items, mode, rates)).toBe(yen);
  });
});

test.each([
  ['several steps', {}],
  ['one step each', { yuMail: rates.yuMail.slice(0, 1), yuPack: rates.yuPack.slice(0, 1) }],
  ['a source of one letter', { source: '表' }],
])('a table with %s is a table', (_, change) => {
  expect(PostageRatesSchema.parse({ ...rates, ...change })).toEqual({ ...rates, ...change });
});

test.each([
  ['no source', { ...rates, source: '' }],
  ['no step of weight', { ...rates, yuMail: [] }],
  ['no size', { ...rates, yuPack: [] }],
  ['weights that do not grow', { ...rates, yuMail: [...rates.yuMail].reverse() }],
  ['a weight twice', { ...rates, yuMail: [rates.yuMail[0], rates.yuMail[0]] }],
  ['sizes that do not grow', { ...rates, yuPack: [...rates.yuPack].reverse() }],
  ['a price of nothing', { ...rates, yuMail: [{ upToGrams: 150, yen: 0 }] }],
  ['a flat copy', { ...rates, yuPackFootprintCm: 0 }],
  ['an unknown name', { ...rates, letters: [] }],
])('a table with %s is refused', (_, table) => {
  expect(PostageRatesSchema.safeParse(table).success).toBe(false);
});

test('steps that do not grow are said to be the fault, by weight and by size', () => {
  const [light, heavy] = rates.yuMail;
  const [small, large] = rates.yuPack;
  const table = { ...rates, yuMail: [heavy, light], yuPack: [small, large, large] };
  expect(PostageRatesSchema.safeParse(table).error?.issues).toMatchObject([
    { path: ['yuMail'], message: 'must grow from one step to the next' },
    { path: ['yuPack'], message: 'must grow from one step to the next' },
  ]);
});
