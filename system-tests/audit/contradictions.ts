/** What a contradiction says to an operator, and what mends it; `{…}` stand for its ids. */
interface Contradictory {
  sentence: string;
  repair: string;
}

const reconcile = 'node infra/run.mjs reconcile {reservation}';
const resend = 'node infra/run.mjs dead-letters --resend {service} --since DAY';
const scan = 'look for the copy and scan it where it is';
const nightlyWaiting = 'temporal schedule trigger --schedule-id nightly-waiting';
const deskDecides = 'the prefectural desk decides (経過 of the reservation)';
const bug = 'a fault of the software: keep the line, tell who maintains it';

/** Everything that can contradict something else in a running library. */
export const contradictions = {
  // What the catalog tells of a reservation, and its rows.
  toldOtherwise: {
    sentence: 'what was told of a reservation is not what its rows and scans say',
    repair: reconcile,
  },
  wordLost: {
    sentence: 'how a reservation stands was written and never left the outbox’s table',
    repair: reconcile,
  },
  entryWithoutCopy: {
    sentence: 'a queue entry says that it has a copy, and it has none, or the reverse',
    repair: bug,
  },
  waitingToldWrongly: {
    sentence: 'the patron service knows otherwise whether anybody waits for a title',
    repair: resend,
  },

  // Copies.
  readyAndNotOnShelf: {
    sentence: 'a reservation is ready, and its copy is not on the hold shelf',
    repair: scan,
  },
  outAndElsewhere: { sentence: 'a copy is out on loan and somewhere else as well', repair: scan },
  outAndInTransit: { sentence: 'a copy is out on loan and in a parcel on its way', repair: scan },
  copyElsewhere: { sentence: 'a copy is somewhere else than its scans say', repair: scan },
  twoHolders: { sentence: 'one copy belongs to two reservations', repair: deskDecides },

  // Queues.
  waitsBesideFreeCopy: {
    sentence: 'somebody waits for a title that has a free copy on its shelf',
    repair: nightlyWaiting,
  },
  nobodyCanFill: {
    sentence: 'somebody waits for a title of which no copy can be lent any more, and was not told',
    repair: 'the desk cancels for the library, or adds a copy',
  },
  saidUnservable: {
    sentence: 'a reservation counts as one that no copy can serve, and one can',
    repair: nightlyWaiting,
  },
  queueUnfair: { sentence: 'somebody got a copy before somebody who waited longer', repair: deskDecides },

  // My Library and slots.
  withoutRow: { sentence: 'a reservation goes on and is in nobody’s My Library', repair: reconcile },
  unanswered: {
    sentence: 'a reservation was accepted long ago, and no process has answered it',
    repair: 'the sweep begins it; see the log of the patron service',
  },
  withoutEntry: { sentence: 'a reservation goes on and is in no queue', repair: reconcile },
  rowBehind: {
    sentence: 'My Library has not heard how a reservation stands',
    repair: reconcile,
  },
  rowOtherwise: {
    sentence: 'a row of My Library does not follow from how its reservation stands',
    repair: reconcile,
  },
  slotsOtherwise: {
    sentence: 'the slots of a reservation are not those that follow from how it stands',
    repair: reconcile,
  },
  overLimit: {
    sentence: 'a patron has more reservations or loans than the limit, and the desk was not told',
    repair: deskDecides,
  },
  waitsWhileSlotFree: { sentence: 'a copy is kept for a loan slot while one is free', repair: reconcile },
  readyAndBlocked: {
    sentence: 'a copy is held for somebody who can’t take it: no loan slot, or no card',
    repair: deskDecides,
  },
  readyAndNotTold: {
    sentence: 'a copy is held, no mail says so, and nobody is asked to telephone',
    repair: reconcile,
  },
  holdNotBegun: {
    sentence: 'the mail that begins a hold was sent, and the hold has not begun',
    repair: 'node infra/run.mjs dead-letters --resend patron --since DAY',
  },

  // Processes.
  withoutProcess: { sentence: 'a reservation goes on and no process takes care of it', repair: reconcile },
  processOfNothing: {
    sentence: 'a process runs for a reservation that is over or unknown',
    repair: reconcile,
  },
  processBehind: { sentence: 'a process has not heard how its reservation stands', repair: reconcile },
  processSilent: {
    sentence: 'a process runs and gives no answer',
    repair: 'runbook: A reservation that is stuck',
  },

  // Packing list and parcels.
  packingListOtherwise: {
    sentence: 'the packing list has a copy that is not to be packed',
    repair: reconcile,
  },
  notOnPackingList: {
    sentence: 'a copy is fetched and has its loan slot, and is on no packing list',
    repair: reconcile,
  },
  factUnheard: {
    sentence: 'a scan was told by its owner, and the other service does not have it',
    repair: resend,
  },

  // Mails.
  mailTwice: { sentence: 'a patron was told twice that something happened once', repair: bug },
  mailAfterReturn: {
    sentence: 'a mail reminded or accused after the copy was handed in',
    repair: 'the desk apologises; a fault of the software: tell who maintains it',
  },
  acceptedNotTold: {
    sentence: 'a reservation goes on, and its patron was never told that it was accepted',
    repair: reconcile,
  },
  mailWaits: {
    sentence: 'mails wait longer than ten minutes past their time',
    repair: 'see the log of the patron service',
  },

  // Messages.
  outboxWaits: {
    sentence: 'a fact waits to be published, and what follows it',
    repair: 'restart {service}, or bring Kafka up',
  },
  deadLetter: {
    sentence: 'an event could not be understood',
    repair: 'runbook: Dead letters and parked keys (node infra/run.mjs dead-letters --show {letter})',
  },
  parkedKey: {
    sentence: 'an event met a fault, and its key waits',
    repair: 'runbook: Dead letters and parked keys (node infra/run.mjs dead-letters --show {letter})',
  },
} as const satisfies Readonly<Record<string, Contradictory>>;

export type Contradiction = keyof typeof contradictions;
