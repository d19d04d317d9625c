import { defineChart } from '../charts/chart.ts';

/** The way of a parcel, outward or return. */
export const parcelChart = defineChart({
  workflow: 'parcelWorkflow',
  states: {
    onItsWay: 'Posted, and not scanned yet',
    libraryAsked: 'Not scanned in time: the library it concerns was asked',
    deskAsked: 'Nor then: the prefectural desk asks the post',
    arrived: 'Closed: scanned',
    assumed: 'Closed: taken for arrived on the expected day, where nobody scans (R7)',
    lost: 'Closed: lost in the mail',
    takenBack: 'Closed: it has not left after all',
  },
  start: 'onItsWay',
  transitions: [
    { from: ['onItsWay', 'libraryAsked', 'deskAsked'], to: 'arrived', on: 'scan' },
    { from: 'onItsWay', to: 'assumed', on: 'expected day, the library does not scan' },
    { from: 'onItsWay', to: 'libraryAsked', on: 'askLibraryAt' },
    { from: 'libraryAsked', to: 'deskAsked', on: 'askDeskAt' },
    { from: ['onItsWay', 'libraryAsked', 'deskAsked'], to: 'lost', on: 'lostAt, or the desk gives it up' },
    { from: ['onItsWay', 'libraryAsked', 'deskAsked'], to: 'takenBack', on: 'the dispatch is taken back' },
  ],
});
