import { defineChart } from '../charts/chart.ts';

/** The jobs of the night, each in processes of its own. */
export const nightlyChart = defineChart({
  workflow: 'nightlyWorkflow',
  states: {
    begun: 'One job of the night',
    waiting: 'Searches end, free copies are given, R10’s reminders to staff',
    cards: 'Mails to holders of cards that end soon; whose cards ended long ago is forgotten',
    reconcile:
      'Every process is asked what it knows; one that knows less than the databases looks again, one that is gone is begun anew',
    erasure: 'The joining rows of what was settled before today are deleted, and the moments of it forgotten',
    done: 'Closed: the counts are in the details',
    failed: 'Closed: some rows failed, the others are done; the rows are in the failure',
  },
  start: 'begun',
  transitions: [
    { from: 'begun', to: 'waiting', on: 'nightly-waiting' },
    { from: 'begun', to: 'cards', on: 'nightly-cards' },
    { from: 'begun', to: 'reconcile', on: 'nightly-reconcile, or the run before was long enough' },
    { from: 'begun', to: 'erasure', on: 'nightly-erasure' },
    { from: ['waiting', 'cards', 'reconcile', 'erasure'], to: 'done', on: 'the last row' },
    { from: ['waiting', 'cards', 'reconcile', 'erasure'], to: 'failed', on: 'the last row, and some failed' },
  ],
});
