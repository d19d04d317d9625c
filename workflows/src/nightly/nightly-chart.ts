import { defineChart } from '../charts/chart.ts';

/** The order of the nightly work. */
export const nightlyChart = defineChart({
  workflow: 'nightlyWorkflow',
  states: {
    lookingAtWhatWaits: 'Searches end, free copies are given, R10’s reminders to staff',
    remindingOfCards: 'Mails to holders of cards that end soon',
    reconciling: 'Every open reservation looks again at the databases',
    erasing: 'The joining rows of what closed before today are deleted',
    done: 'Closed: the counts are in the details',
  },
  start: 'lookingAtWhatWaits',
  ends: ['done'],
  transitions: [
    { from: 'lookingAtWhatWaits', to: 'remindingOfCards', on: 'done' },
    { from: 'remindingOfCards', to: 'reconciling', on: 'done' },
    { from: 'reconciling', to: 'erasing', on: 'the last page' },
    { from: 'erasing', to: 'done', on: 'done' },
  ],
});
