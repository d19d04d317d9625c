import { defineChart } from '../charts/chart.ts';

/** The way of a library's closure (R17). */
export const closureChart = defineChart({
  workflow: 'closureWorkflow',
  states: {
    entered: 'The reservations that it touches are being told',
    told: 'All are told; it may be taken back until it is over',
    takenBack: 'Closed: it does not close after all, and they were told so',
    over: 'Closed: the library is open again',
  },
  start: 'entered',
  ends: ['takenBack', 'over'],
  transitions: [
    { from: 'entered', to: 'told', on: 'every reservation was told' },
    { from: ['entered', 'told'], to: 'takenBack', on: 'taken back' },
    { from: 'told', to: 'over', on: 'the last day has passed' },
  ],
});
