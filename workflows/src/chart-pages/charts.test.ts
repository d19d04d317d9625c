import { expect, test } from '@jest/globals';
import { endsOf } from '../charts/chart.ts';
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

test.each(Object.entries(allCharts))(
  'the chart of %s has a way to every state, and ends where it says so',
  (_, chart) => {
    const entered = new Set([chart.start, ...chart.transitions.map(({ to }) => to)]);
    const states = Object.entries(chart.states);
    expect(states.map(([state]) => state).filter((state) => !entered.has(state))).toEqual([]);
    const closed = states.filter(([, meaning]) => meaning.startsWith('Closed: '));
    expect(endsOf(chart)).toEqual(closed.map(([state]) => state));
  },
);
