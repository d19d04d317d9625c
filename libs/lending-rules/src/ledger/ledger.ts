import type { CalendarDate } from '../calendar/calendar-date.ts';
import type { Deadline } from '../calendar/deadline.ts';
import type { Instant } from '../calendar/instant.ts';
import type { Fact } from '../position/fact.ts';
import { standing } from '../position/position-of.ts';
import type { RefusalCode } from '../refusals/refusals.ts';
import type { AllocationEnding } from './allocation-ending.ts';
import type { EntryState } from './is-queued.ts';
import type {
  Cancellation,
  LedgerState,
  LedgerStateCopy,
  ParcelTold,
  ShelfCheckAnswer,
  Unservable,
} from './ledger-state.ts';
import type { DeskSettlement } from './settled.ts';

/** A fact with what shipping told of the parcel that the copy was in. */
export interface LedgerFact {
  fact: Fact;
  parcel?: ParcelTold;
}

/** A copy that was chosen for a reservation, with all that happened to it since. */
export interface LedgerCopy {
  allocation: number;
  /** The number of the first allocation in whose place this one stands: it survives a swap of copies. */
  journey: number;
  ending: AllocationEnding | null;
  facts: readonly LedgerFact[];
  loan: { due: Deadline; extended: boolean } | null;
  /** R6: the hold at the prefectural library, from the mail that was accepted, and the round that it began in. */
  hold: { until: Deadline; round: number } | null;
  /** R17: the closures that have moved a date of its journey and were not taken back. */
  moved: LedgerStateCopy['moved'];
  /** R9: what the branch answered to 「棚にありますか」. */
  shelfCheck: ShelfCheckAnswer | null;
  /** Whether it is not where it should be by now. */
  delayed: boolean;
  /** When it was given up for lost, the last time. */
  lostAt: Instant | null;
  /** What the desk has settled of its loan, though it is not home. */
  settlement: { how: DeskSettlement; on: CalendarDate } | null;
  waitedFor: boolean;
  keptAlone: boolean;
  /** When the allocation ended, however that was. */
  endedAt: Instant | null;
}

/** The facts of its allocation that nobody took back. */
export function standingOf({ facts, allocation }: LedgerCopy): Fact[] {
  return standing(
    facts.map(({ fact }) => fact),
    allocation,
  );
}

/** What the catalog's rows say of one reservation. What they do not say is null, and left out nowhere. */
export interface Ledger {
  entry: {
    state: EntryState;
    /** Why it was not admitted, if it was refused. */
    refusal: RefusalCode | null;
    pickupLibrary: string;
    /** R20: the library it was being packed for, until shipping has said that the change came in time. */
    redirectedFrom: string | null;
    /** The pickup library is the prefectural library itself. */
    atPrefectural: boolean;
    channel: LedgerState['channel'];
    /** R20: while it is suspended, the day on which it resumes; none until it has a loan slot (R15). */
    resumesOn: CalendarDate | null;
    unservable: Unservable | null;
    unservableOn: CalendarDate | null;
    /** The day on which it left the queue, or its copy was its own no more; null while it goes on. */
    endedOn: CalendarDate | null;
    cancelled: Cancellation | null;
  };
  /** The copy of its latest allocation, also of one that has ended. */
  copy?: LedgerCopy;
}
