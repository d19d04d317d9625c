import { defineChart } from '../charts/chart.ts';

/** A fact for a process that has ended or is gone, until it is clear what it meant. */
export const strayFactChart = defineChart({
  workflow: 'strayFactWorkflow',
  states: {
    heard: 'The process may start or end just now; it is looked for in a while',
    rowForStaff: 'No process is open and the copy is not home: the prefectural desk has a row',
    underWay: 'The process is open after all, and has looked at the databases again',
    settled: 'The copy is home, or it is nobody’s',
    leftToStaff: 'Not home in time: the row stays until staff settle it',
  },
  start: 'heard',
  ends: ['underWay', 'settled', 'leftToStaff'],
  transitions: [
    { from: ['heard', 'rowForStaff'], to: 'underWay', on: 'the process is open' },
    { from: ['heard', 'rowForStaff'], to: 'settled', on: 'the copy is home' },
    { from: 'heard', to: 'rowForStaff', on: 'no process, and the copy is not home' },
    { from: 'rowForStaff', to: 'leftToStaff', on: '60 days' },
  ],
});
