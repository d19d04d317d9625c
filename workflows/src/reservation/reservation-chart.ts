import { defineChart } from '../charts/chart.ts';

/** The stages of a reservation whose copy was neither handed out nor sent back. */
const withCopy = ['toFetch', 'fetched', 'packed', 'inTransit', 'held'] as const;

/**
 * The way of a reservation: its states are the stages of the ledger, and its ends. A process that is begun anew, or
 * hears late, takes several of these ways at once.
 */
export const reservationChart = defineChart({
  workflow: 'reservationWorkflow',
  states: {
    requested: 'Being admitted to the queue of its title, or begun anew from its id',
    waiting: 'Waiting in the queue of its title',
    suspended: 'Keeps its place and is skipped (R20, R15)',
    toFetch: 'A copy is chosen and to be fetched from its shelf',
    fetched:
      'Fetched: a loan slot is claimed (R3, R15), then it is on the packing list of its pickup library',
    packed: 'In a parcel to its pickup library, which has not left',
    inTransit: 'In the mail to its pickup library; the loan has begun (R7)',
    held: 'At its pickup library, for the patron',
    onLoan: 'Handed out',
    handedIn: 'Handed in, and not home yet (R10)',
    comingHome: 'Sent back, or cancelled on its way',
    returned: 'Closed: lent and home again',
    expired: 'Closed: not picked up',
    cancelled: 'Closed: cancelled',
    rejected: 'Closed: refused at the admission',
    lost: 'Closed: the copy is lost',
    longOverdue: 'Closed: long overdue, the desk has a task (R18)',
  },
  start: 'requested',
  transitions: [
    { from: 'requested', to: 'rejected', on: 'R4 refuses, or the desk did not lend after all' },
    { from: 'requested', to: 'waiting', on: 'no copy is free' },
    { from: 'requested', to: 'toFetch', on: 'a copy is on its shelf' },
    { from: 'requested', to: 'onLoan', on: 'lent at the counter' },
    { from: 'waiting', to: 'suspended', on: 'suspended by its patron' },
    { from: 'suspended', to: 'waiting', on: 'its day, its wish, or a free loan slot' },
    { from: ['waiting', 'suspended'], to: 'toFetch', on: 'its turn: a copy is chosen' },
    { from: ['waiting', 'suspended'], to: 'fetched', on: 'chosen by the scan that fetches it' },
    {
      from: ['waiting', 'suspended'],
      to: 'held',
      on: 'chosen by the scan that fetches it, for the prefectural counter',
    },
    { from: 'waiting', to: 'onLoan', on: 'a hand-out that was thought another’s' },
    { from: 'toFetch', to: 'fetched', on: 'fetched, for a municipal library' },
    { from: 'toFetch', to: 'held', on: 'fetched, for the prefectural counter' },
    { from: 'fetched', to: 'suspended', on: 'R15: passed on after seven days, since others wait' },
    { from: ['fetched', 'packed'], to: 'held', on: 'its pickup library is now the prefectural one' },
    { from: 'fetched', to: 'packed', on: 'packed' },
    { from: ['toFetch', 'fetched', 'packed'], to: 'inTransit', on: 'dispatched' },
    { from: 'inTransit', to: 'held', on: 'arrived, by scan or assumed' },
    { from: withCopy, to: 'onLoan', on: 'handed out' },
    { from: 'onLoan', to: 'handedIn', on: 'handed in at a library' },
    { from: withCopy, to: 'handedIn', on: 'a hand-in is heard first' },
    { from: withCopy, to: 'comingHome', on: 'cancelled, not picked up, or sent back' },
    {
      from: withCopy,
      to: 'waiting',
      on: 'the copy is not its own any more: not on the shelf, lost, lent to another, out of service',
    },
    {
      from: ['inTransit', 'held'],
      to: 'toFetch',
      on: 'the copy is not its own any more, and another is chosen at once',
    },
    { from: ['fetched', 'held'], to: 'toFetch', on: 'the scan that fetched it is taken back' },
    { from: 'held', to: 'fetched', on: 'its pickup library is now a municipal one' },
    { from: 'packed', to: 'fetched', on: 'taken out of its parcel' },
    { from: 'inTransit', to: 'packed', on: 'the dispatch is taken back' },
    {
      from: 'inTransit',
      to: 'fetched',
      on: 'the dispatch is taken back, and it was taken out of its parcel',
    },
    { from: ['held', 'onLoan'], to: 'inTransit', on: 'the arrival is taken back' },
    { from: ['onLoan', 'comingHome'], to: 'held', on: 'the hand-out, or what sent it home, is taken back' },
    ...withCopy.map(
      (to) => ({ from: 'handedIn', to, on: 'a hand-in that was heard first is taken back' }) as const,
    ),
    {
      from: ['handedIn', 'comingHome'],
      to: 'onLoan',
      on: 'the hand-in is taken back; a hand-out is heard late',
    },
    ...(['waiting', 'toFetch', 'fetched'] as const).map(
      (to) =>
        ({ from: 'comingHome', to, on: 'brought back by the post, and home: its place is kept' }) as const,
    ),
    { from: 'comingHome', to: 'handedIn', on: 'a hand-in is heard late' },
    { from: 'onLoan', to: 'longOverdue', on: '28 days after the due date' },
    {
      from: ['requested', ...withCopy, 'onLoan', 'handedIn', 'comingHome'],
      to: 'returned',
      on: 'home after a loan',
    },
    { from: ['requested', 'inTransit', 'held', 'comingHome'], to: 'expired', on: 'home, and not picked up' },
    {
      from: ['requested', 'waiting', 'suspended', ...withCopy, 'onLoan', 'comingHome'],
      to: 'cancelled',
      on: 'cancelled, and nothing left to bring home',
    },
    {
      from: ['requested', 'inTransit', 'held', 'onLoan', 'handedIn', 'comingHome'],
      to: 'lost',
      on: 'the copy is lost',
    },
  ],
});
