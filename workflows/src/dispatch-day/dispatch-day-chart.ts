import { defineChart } from '../charts/chart.ts';

/** The way of a dispatch day's batch. */
export const dispatchDayChart = defineChart({
  workflow: 'dispatchDayWorkflow',
  states: {
    closing: 'At the cut-off: the batch is being closed',
    announced: 'Closed: what leaves today is announced to the staff',
    noDispatch: 'Closed: no dispatch today (R11)',
  },
  start: 'closing',
  transitions: [
    { from: 'closing', to: 'announced', on: 'a dispatch day' },
    { from: 'closing', to: 'noDispatch', on: 'another day, or a holiday that moved it' },
  ],
});
