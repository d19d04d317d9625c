import { defineChart } from '../charts/chart.ts';

/** The repair button for one reservation. */
export const repairChart = defineChart({
  workflow: 'repairWorkflow',
  states: {
    asked: 'The process of the reservation is looked for and told to look at the databases again',
    done: 'Closed: what was done is the answer',
  },
  start: 'asked',
  transitions: [{ from: 'asked', to: 'done', on: 'looks again, begun anew, closed, or why not' }],
});
