import { defineChart } from '../charts/chart.ts';

export const readingOrderChart = defineChart({
  workflow: 'readingOrderWorkflow',
  states: {
    looking: 'Asks the patron service which volume comes next',
    waitsForVolume: 'A volume is reserved; the next is asked for when it is handed out',
    waitsForRoom: 'The next volume could not be reserved now; it is tried again every day',
    waitsForPatron: 'A volume was handed to nobody; its patron goes on, asks for it again, or stops',
    over: 'Closed: every volume is had, or the patron stopped',
  },
  start: 'looking',
  transitions: [
    {
      from: ['waitsForVolume', 'waitsForRoom', 'waitsForPatron'],
      to: 'looking',
      on: 'something has changed, or time has passed',
    },
    { from: 'looking', to: 'waitsForVolume', on: 'a volume was asked for, or is on its way' },
    {
      from: 'looking',
      to: 'waitsForRoom',
      on: 'refused: ten reservations, the card, the address, the library',
    },
    { from: 'looking', to: 'waitsForPatron', on: 'a reservation ended without a hand-out' },
    { from: 'looking', to: 'over', on: 'nothing is left of it' },
  ],
});
