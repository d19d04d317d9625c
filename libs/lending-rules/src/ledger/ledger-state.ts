import { z } from 'zod';
import { CalendarDateSchema } from '../calendar/calendar-date.ts';
import { DeadlineSchema } from '../calendar/deadline.ts';
import { InstantSchema } from '../calendar/instant.ts';
import { OutcomeSchema } from '../outcomes/outcome.ts';
import { PositionSchema } from '../position/position.ts';
import { RefusalCodeSchema } from '../refusals/refusal.ts';
import { SettledSchema } from './settled.ts';

/** The stage at which a reservation stands by the ledger; operators list and search it in the Temporal UI, too. */
export const LendingStatusSchema = z.enum([
  /** In the queue of its title. */
  'waiting',
  /** R20, R15: keeps its place and is skipped. */
  'suspended',
  /** A copy is chosen, and to be fetched from its shelf. */
  'toFetch',
  /** Fetched, for a municipal library. */
  'fetched',
  'packed',
  /** Posted to its pickup library (R7: the loan has begun). */
  'inTransit',
  /** At its pickup library: on the hold shelf of the prefectural library, or arrived at a municipal one. */
  'held',
  /** Handed out, and not handed in. */
  'onLoan',
  /** R10: handed in, and not processed at the prefectural library yet. */
  'handedIn',
  /** The copy left the prefectural library and comes back without having been lent. */
  'comingHome',
  /** The copy is lost: with its borrower, or on its way home. */
  'lost',
  'over',
]);
export type LendingStatus = z.infer<typeof LendingStatusSchema>;

/** What shipping told of the parcel of a copy on its way out. */
export const ParcelToldSchema = z.strictObject({
  parcelNumber: z.string(),
  mode: z.enum(['yuMail', 'yuPack']).optional(),
  /** The day it leaves: planned when packed, real when shipped. */
  dispatchDay: CalendarDateSchema.optional(),
  expectedDate: CalendarDateSchema.optional(),
  /** R7: nobody scanned its arrival; it is taken to have come on the expected day. */
  assumed: z.boolean().optional(),
});
export type ParcelTold = z.infer<typeof ParcelToldSchema>;

const ShelfCheckAnswerSchema = z.enum(['here', 'gone']);
export type ShelfCheckAnswer = z.infer<typeof ShelfCheckAnswerSchema>;

/** Why no copy can serve a reservation any more. */
export const UnservableSchema = z.enum(['copyMissing', 'withdrawn']);
export type Unservable = z.infer<typeof UnservableSchema>;

/** Why the library cancelled, as its mail says it. */
export const LibraryReasonSchema = z.enum([
  'library',
  'copyMissing',
  'withdrawn',
  'loanLimit',
  'unreached',
  'lost',
]);
export type LibraryReason = z.infer<typeof LibraryReasonSchema>;

/** Who cancelled, and the library's reason. */
const CancellationSchema = z.strictObject({
  by: z.enum(['patron', 'library']),
  reason: LibraryReasonSchema.nullable(),
});
export type Cancellation = z.infer<typeof CancellationSchema>;

/**
 * How a reservation stands, whole: what its process, My Library, slots, mails and lists derive what they show and do
 * from. The place in the queue, slots, and whether others wait are not in it; they are asked of their owners.
 */
export const LedgerStateSchema = z.strictObject({
  stage: LendingStatusSchema,
  pickupLibrary: z.string(),
  /**
   * R20: the library it was being packed for when its pickup library was changed; shipping has not said yet whether
   * that was in time. Null: nothing is to be asked.
   */
  redirectedFrom: z.string().nullable(),
  channel: z.enum(['web', 'phone', 'counter']),
  /** R20: the day on which a suspended one resumes; none until it has a loan slot (R15). */
  resumesOn: CalendarDateSchema.nullable(),
  unservable: UnservableSchema.nullable(),
  /** The day on which that became so: a copy that turns up on it serves those who wait, who are told on the next. */
  unservableOn: CalendarDateSchema.nullable().default(null),
  /** Why it was not admitted: it ended as `rejected`. */
  refusal: RefusalCodeSchema.nullable(),
  /**
   * How it ended; also while its copy is still on its way home (cancelled, expired) or with its borrower (longOverdue,
   * R18). Null while it goes on.
   */
  ended: OutcomeSchema.nullable(),
  /** Nobody has a book of ours by it; null: a copy is still to come back, or the desk to say what became of it. */
  settled: SettledSchema.nullable(),
  /** Who cancelled, also where the copy is lost since. Null: nobody asked for it (its copy was sent back unasked). */
  cancelled: CancellationSchema.nullable(),
  /** The copy that is its own, or was when it ended; null while it has none. */
  copy: z
    .strictObject({
      allocation: z.int().positive(),
      /** The journey's number stays through a swap of two copies, and is another for every other copy. */
      journey: z.int().positive(),
      /** How often the scan that puts the copy at its pickup place was taken back. */
      round: z.int().nonnegative(),
      /** Whether its patron waited in the queue for it: the turn has come. */
      waitedFor: z.boolean(),
      /** R15: whether it is kept for a loan slot beyond its time, because nobody else waits. */
      keptAlone: z.boolean(),
      /** When it was decided that it will not be lent: cancelled, or not picked up. */
      endedAt: InstantSchema.nullable(),
      position: PositionSchema,
      parcel: ParcelToldSchema.nullable(),
      delayed: z.boolean(),
      due: DeadlineSchema.nullable(),
      extended: z.boolean(),
      /** The end of the hold: at a municipal library the due date (R6). */
      holdUntil: DeadlineSchema.nullable(),
      shelfCheck: ShelfCheckAnswerSchema.nullable(),
      /** The library where it was handed in. */
      returnLibrary: z.string().nullable(),
      /** R17: the closures that have moved a date of it and are not taken back, with the reason that mails give. */
      moved: z.array(z.strictObject({ closureId: z.string(), reason: z.string() })),
    })
    .nullable(),
});
export type LedgerState = z.infer<typeof LedgerStateSchema>;
export type LedgerStateCopy = NonNullable<LedgerState['copy']>;
