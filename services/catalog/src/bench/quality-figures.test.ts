import { expect, test } from '@jest/globals';
import type { Need } from './needs.ts';
import { qualityFigures } from './quality-figures.ts';

const need = (kind: Need['kind']): Need => ({ kind, query: 'こころ', records: new Set(['T000000773']) });

test('of all needs and of each kind it is told where the wanted record stands', () => {
  const figures = qualityFigures('two', [
    { need: need('exact'), place: 1, nothing: false },
    { need: need('exact'), place: 4, nothing: false },
    { need: need('question'), place: undefined, nothing: true },
  ]);
  const told = Object.fromEntries(figures.map(({ name, value, met }) => [name, { value, met }]));
  expect(told).toEqual({
    'two.needs': { value: 3, met: null },
    'two.first': { value: 0.33, met: false },
    'two.five': { value: 0.67, met: false },
    'two.reciprocal': { value: 0.42, met: false },
    'two.nothing': { value: 0.33, met: false },
    'two.exact.first': { value: 0.5, met: false },
    'two.exact.five': { value: 1, met: null },
    'two.exact.reciprocal': { value: 0.63, met: null },
    'two.exact.nothing': { value: 0, met: null },
    'two.question.first': { value: 0, met: false },
    'two.question.five': { value: 0, met: null },
    'two.question.reciprocal': { value: 0, met: null },
    'two.question.nothing': { value: 1, met: null },
  });
});
