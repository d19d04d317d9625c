import { describe, expect, test } from '@jest/globals';
import * as workflows from '../workflows.ts';
import { allCharts } from './all-charts.ts';
import { chartPages } from './chart-pages.ts';

test('every process has a chart', () => {
  const drawn = Object.values(allCharts).map(({ workflow }) => workflow);
  expect(drawn.sort()).toEqual(Object.keys(workflows).sort());
});

test.each(chartPages())(
  'the page of $name shows the chart of the code (npm run charts)',
  ({ present, drawn }) => {
    expect(present).toBe(drawn);
  },
);

describe.each(Object.entries(allCharts))('the chart of %s', (_, chart) => {
  const ways = chart.transitions.flatMap(({ from, to }) => [from].flat().map((one) => [one, to] as const));

  test('has a way to every state, and out of every one that is no end', () => {
    const states = Object.keys(chart.states);
    const entered = new Set([chart.start, ...ways.map(([, to]) => to)]);
    expect(states.filter((state) => !entered.has(state))).toEqual([]);
    const left = new Set(ways.map(([from]) => from));
    expect(states.filter((state) => !chart.ends.includes(state) && !left.has(state))).toEqual([]);
    expect(chart.ends.filter((end) => left.has(end))).toEqual([]);
  });
});
