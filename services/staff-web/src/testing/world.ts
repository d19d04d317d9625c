import type { Repaired } from '@toshobin/contracts';
import type { StuckProcess } from '../processes/stuck-processes.ts';
import type { CommandWorld } from './commands-given.ts';
import type { DeskWorld } from './desk-world.ts';
import { closureId } from './shipping-desk.ts';

/** What the next calls find. */
export type World = {
  processesAway: boolean;
  stuckProcesses: StuckProcess[];
  /** What the repair button does. */
  repaired: Repaired | 'notYet';
  kafkaAway: boolean;
  parkedLetters: boolean;
  /** When the parked ones were last put back. */
  putBackAt: Date | undefined;
  /** One was dismissed, one handled after all. */
  settledLetters: boolean;
  atLoanLimit: boolean;
  handOutRefused: boolean;
  claimedBefore: boolean;
  /** How what the copy of nobody had been for came to be so. */
  endedAs: 'cancelled' | 'closed';
  /** 宇土 has said whether it has the copy that it was asked about. */
  shelfAnswered: boolean;
  /** Where the followed reservation stands in its queue; one that waits waits for a title of which no copy is left. */
  followedEntry: 'allocated' | 'closed' | 'left' | 'waiting';
  /** Its copy is on loan, as a desk has scanned or its patron said; said to have been returned; or was not picked up. */
  followedLoan: 'none' | 'lent' | 'declared' | 'claimed' | 'expired';
  /** Its copy was handed to a stranger, which was taken back; or has another allocation now. */
  followedGiven: 'no' | 'heldAgain' | 'heldNoMore' | 'statedAgain';
} & DeskWorld &
  CommandWorld;

/** What calls find unless a test says otherwise. */
export function worldAsUsual(): World {
  return {
    atLoanLimit: false,
    handOutRefused: false,
    claimedBefore: false,
    shelfAnswered: false,
    followedEntry: 'allocated',
    endedAs: 'cancelled',
    followedLoan: 'none',
    followedGiven: 'no',
    away: [],
    refused: new Map(),
    scannedAt: undefined,
    held: new Map(),
    stillHeld: new Set(),
    heldNoMore: new Set(),
    lentFor: new Map(),
    noCopyLeft: false,
    inParcel: new Set(),
    facts: [],
    lostAnswers: 0,
    holdEnded: null,
    saidReturned: false,
    nothingToSendHome: false,
    noneDeclared: false,
    pickedUpAt: undefined,
    place: 'onHoldShelf',
    condition: 'inService',
    cardStatus: 'valid',
    voided: { undone: 'handedOut' },
    closures: [{ closureId, library: 'uto', reason: '大雪', takenBack: false }],
    moreMails: [],
    reserved: undefined,
    loans: 0,
    parcelRead: {},
    dispatched: [],
    sameCards: [],
    moreRows: [],
    noTasks: false,
    phoneForOtherTitles: false,
    manyFound: false,
    appliedTo: [],
    applied: [],
    processesAway: false,
    stuckProcesses: [],
    repaired: 'looksAgain',
    failingCommands: [],
    takesNone: [],
    kafkaAway: false,
    parkedLetters: false,
    putBackAt: undefined,
    settledLetters: false,
    copiesOfTitle: undefined,
    withdrawnOfTitle: undefined,
    returns: undefined,
    returnsOf: new Map(),
    pickedBefore: undefined,
    supplements: 0,
    wrongPerson: false,
    relabel: undefined,
    allocation: 1,
  };
}
