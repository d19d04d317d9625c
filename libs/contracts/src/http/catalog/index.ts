import {
  AllocationEndingSchema,
  DeadlineSchema,
  entryStates,
  InstantSchema,
  LedgerStateSchema,
  LendingPolicySchema,
  NewPolicySchema,
} from '@toshobin/lending-rules';
import { FactSchema } from '@toshobin/lending-rules/facts';
import { z } from 'zod';
import { readNumber, StaffBySchema } from '../../by-staff.ts';
import { commandApi } from '../../commands.ts';
import { get, post, put } from '../../endpoint.ts';
import { PickupChangeSchema, ReservationStandingSchema } from '../../events.ts';
import {
  AllocationNumberSchema,
  CopyIdSchema,
  LibraryCodeSchema,
  RecordIdSchema,
  RecordNumberSchema,
  ReservationIdSchema,
  UuidSchema,
} from '../../ids.ts';
import { taskApi } from '../../tasks.ts';
import { catalogDeskApi } from './desk.ts';
import { catalogImportsApi } from './imports.ts';
import { CopyConditionSchema, CopyPlaceSchema } from './place-and-condition.ts';
import { CopyNamesSchema, FromParcelSchema, ScanAnswerSchema, ScanRequestSchema } from './scans.ts';
import { SearchAnswerSchema, SearchQuerySchema, SuggestionSchema } from './searching.ts';
import { catalogSettlingApi } from './settling.ts';
import {
  AvailabilitySchema,
  CopyToReturnSchema,
  IsbnListSchema,
  PickListRowSchema,
  RecordDetailSchema,
  RecordHitSchema,
  RecordSummarySchema,
  VolumeSchema,
  WaitEstimateSchema,
} from './shapes.ts';

export { type ImportLine, type ImportRun, ImportRunSchema, importReport } from './imports.ts';
export * from './place-and-condition.ts';
export * from './scans.ts';
export * from './searching.ts';
export { type UnreturnedLoan, UnreturnedLoanSchema } from './settling.ts';
export * from './shapes.ts';

const byReservation = z.strictObject({ reservationId: ReservationIdSchema });
const byRecord = z.strictObject({ recordId: z.union([RecordIdSchema, RecordNumberSchema]) });

/** Why a copy that is not home is to go back; null while it is somebody's, or at home. */
const WhyToReturn = CopyToReturnSchema.shape.why.exclude(['handedIn']).nullable();

/** The catalog's HTTP interface: records for everybody, scans and lists for staff. */
export const catalogApi = {
  searchRecords: get('/records', {
    summary:
      'Search the catalogue; counts are exact up to 300, in another order than the best first up to 500',
    query: SearchQuerySchema,
    answer: SearchAnswerSchema,
  }),
  suggestions: get('/suggestions', {
    summary:
      'What somebody may be about to type into the search box: up to eight authors, titles and subjects',
    query: z.strictObject({ q: z.string().max(200) }),
    answer: z.object({ suggestions: z.array(SuggestionSchema) }),
  }),
  newArrivals: get('/new-arrivals', {
    summary: 'Titles by when the oldest of their copies that are here came, the latest first; 50 pages of 20',
    query: z.strictObject({
      page: z.coerce.number().int().min(1).max(50).default(1),
      /** Whether to list only books that may be reserved (R4). */
      books: z.enum(['reservable']).optional(),
    }),
    answer: z.object({
      page: z.int(),
      pageSize: z.int(),
      total: z.int(),
      records: z.array(RecordHitSchema.extend({ addedAt: InstantSchema })),
    }),
  }),
  visitorsMagazines: get('/visitors-magazines', {
    summary: 'R4: the magazines that are lent to visitors only, each with its latest issue',
    answer: z.object({ latest: z.array(RecordSummarySchema) }),
  }),
  availability: get('/availability', {
    summary: 'Whether up to 100 ISBNs are here, and on the shelf: for union catalogues',
    query: z.strictObject({ isbn: IsbnListSchema }),
    answer: AvailabilitySchema,
  }),
  classes: get('/classes', {
    summary: 'The classes of the NDC below one (none: the ten), with how many records each has',
    query: z.strictObject({
      under: z
        .string()
        .regex(/^\d{1,2}$/)
        .optional(),
    }),
    answer: z.object({
      /** The names of the class asked for and of those above it, the widest first. */
      above: z.array(z.object({ ndc: z.string(), name: z.string() })),
      classes: z.array(z.object({ ndc: z.string(), name: z.string(), records: z.int() })),
    }),
    refusals: ['NOT_FOUND'],
  }),
  readRecord: get('/records/:recordId', {
    summary: 'One bibliographic record by its id or public number, with its copies and the number waiting',
    params: byRecord,
    answer: RecordDetailSchema,
    refusals: ['NOT_FOUND'],
  }),
  summaries: post('/record-summaries', {
    summary: 'What lists show of up to 100 records, in no order; unknown ones are left out',
    body: z.strictObject({ recordIds: z.array(RecordIdSchema).max(100) }),
    answer: z.object({ records: z.array(RecordSummarySchema) }),
  }),
  volumes: get('/records/:recordId/volumes', {
    summary:
      'All volumes of the work that a record is a volume of, the first first, or all issues of its magazine, the newest first; none for any other',
    params: byRecord,
    answer: z.object({ volumes: z.array(VolumeSchema) }),
    refusals: ['NOT_FOUND'],
  }),
  queuePositions: post('/queue-positions', {
    summary:
      'Places in the queue of up to 50 reservations, with the likely wait; those not waiting are left out',
    body: z.strictObject({ reservationIds: z.array(ReservationIdSchema).max(50) }),
    answer: z.object({
      positions: z.array(
        z.object({
          reservationId: ReservationIdSchema,
          position: z.int().positive(),
          waitEstimate: WaitEstimateSchema.nullable(),
          /** Whether no copy can serve the reservation any more, unless one turns up or is added. */
          noCopyLeft: z.boolean().default(false),
        }),
      ),
    }),
  }),
  standings: post('/standings', {
    summary: 'How up to 50 reservations stand, for whoever tells their patrons; unknown ones are left out',
    body: z.strictObject({ reservationIds: z.array(ReservationIdSchema).max(50) }),
    answer: z.object({ standings: z.array(ReservationStandingSchema) }),
  }),
  previewExtension: post('/loans/:reservationId/extension-preview', {
    summary: 'R8: the date an extension asked for now would give; changes nothing',
    params: byReservation,
    body: z.strictObject({ askedAt: InstantSchema, holderHasOtherOverdue: z.boolean() }),
    answer: z.object({ due: DeadlineSchema, present: DeadlineSchema }),
    refusals: [
      'NOT_ON_LOAN',
      'EXTENSION_BEFORE_PICKUP',
      'EXTENSION_USED',
      'LOAN_PAST_DUE',
      'OTHERS_WAITING',
      'OTHER_LOAN_OVERDUE',
      'EXTENSION_WOULD_SHORTEN',
      'ALREADY_HANDED_IN',
    ],
  }),
  pickList: get('/pick-list', {
    summary: 'Copies to fetch, in the order of the shelves',
    answer: z.object({ rows: z.array(PickListRowSchema) }),
  }),
  copiesToReturn: get('/copies-to-return', {
    summary:
      'Copies at a library whose reservation ended, and at a branch those handed in: to be put back or sent back, the oldest first',
    query: z.strictObject({ library: LibraryCodeSchema }),
    answer: z.object({ rows: z.array(CopyToReturnSchema) }),
  }),
  confirmPick: post('/scans/pick', {
    summary: 'The copy was taken from the shelf; answers where it goes, and what is still to fetch',
    body: ScanRequestSchema,
    /** `toFetch` spares the page that follows a question; the operation of the desk does not tell it. */
    answer: ScanAnswerSchema.extend({ toFetch: z.array(PickListRowSchema) }),
    refusals: ['BARCODE_NOT_OURS', 'BARCODE_WRONG_KIND', 'STATE_CHANGED'],
  }),
  notOnShelf: post('/scans/not-on-shelf', {
    summary: 'The copy is not where it should be: it is searched for, and another copy is tried',
    body: ScanRequestSchema,
    answer: ScanAnswerSchema,
    refusals: ['BARCODE_NOT_OURS', 'BARCODE_WRONG_KIND', 'STATE_CHANGED'],
  }),
  handOut: post('/scans/hand-out', {
    summary: 'Hands a held copy to the holder of the card whose reservations are given (R14)',
    body: ScanRequestSchema.extend({
      /** The reservations of the card; null: nobody has the card. */
      reservationIds: z.array(ReservationIdSchema).max(30).nullable(),
      /**
       * Whether the copy was handed over before it could be scanned (no line, a list on paper): what happened is
       * recorded. A copy of the same title as one held for this card is swapped with that; otherwise the desk has a
       * task (`wrongPerson`). With a card of nobody it can't be recorded: the desk has a task (`confirmHandOut`), and
       * CARD_OF_NOBODY says so.
       */
      handedOver: z.boolean().default(false),
    }),
    answer: ScanAnswerSchema,
    refusals: [
      'BARCODE_NOT_OURS',
      'BARCODE_WRONG_KIND',
      'WRONG_PICKUP_LIBRARY',
      'LENT_TO_THIS_READER',
      'CARD_DOES_NOT_MATCH',
      'CARD_OF_NOBODY',
      'DO_NOT_HAND_OUT',
      'NOTHING_HELD',
      'LOAN_LIMIT',
      'HAND_OUT_AFTER_EXPIRY',
      'STATE_CHANGED',
    ],
  }),
  handIn: post('/scans/hand-in', {
    summary: 'A pickup library took a copy back, at the counter or from its book drop (R10)',
    body: ScanRequestSchema.extend({
      bookDrop: z.boolean(),
      firstEmptyingOfDay: z.boolean(),
      /**
       * Whether to refuse STILL_HELD (pickupLibrary) for a held copy that was never scanned as handed out (out of a
       * book drop: one that has not arrived and lies at another library), and at the counter HELD_NO_MORE for one whose
       * hold is over.
       */
      asksIfHeld: z.boolean().default(false),
    }),
    answer: ScanAnswerSchema,
    refusals: ['BARCODE_NOT_OURS', 'BARCODE_WRONG_KIND', 'STILL_HELD', 'HELD_NO_MORE', 'STATE_CHANGED'],
  }),
  processReturn: post('/scans/return', {
    summary: 'The copy is back at the prefectural library: processed, and given to the next in the queue',
    body: ScanRequestSchema.extend({
      bookDrop: z.boolean(),
      firstEmptyingOfDay: z.boolean(),
      /**
       * For a copy whose parcel is on its way, and whose patron was not told yet: `ask` refuses STILL_IN_PARCEL
       * (pickupLibrary); a copy that came back without having been lent leaves its reservation at its place, as does
       * one that the post brought back.
       */
      fromParcel: z.enum(['ask', ...FromParcelSchema.options]).optional(),
    }),
    answer: ScanAnswerSchema,
    refusals: ['BARCODE_NOT_OURS', 'BARCODE_WRONG_KIND', 'STILL_IN_PARCEL', 'STATE_CHANGED'],
  }),
  readCopy: get('/copies/:barcode', {
    summary: 'A copy by its barcode, with whose reservation it is for (no person)',
    params: z.strictObject({ barcode: readNumber }),
    answer: z.object({
      copyId: CopyIdSchema,
      recordId: RecordIdSchema,
      barcode: z.string(),
      shelfMark: z.string(),
      title: z.string(),
      place: CopyPlaceSchema,
      condition: CopyConditionSchema,
      weightGrams: z.int(),
      thicknessMm: z.int(),
      protectiveCover: z.boolean(),
      supplementCount: z.int(),
      reservationId: ReservationIdSchema.nullable(),
      /** The reservation that the copy left its shelf for, also one that goes on without it; null at home. */
      wentFor: ReservationIdSchema.nullable().default(null),
      allocation: AllocationNumberSchema.nullable(),
      pickupLibrary: LibraryCodeSchema.nullable(),
      due: DeadlineSchema.nullable(),
      toReturn: WhyToReturn,
      /** Whether, by its scans, the copy is fetched for a reservation that goes on, and not out or sent back. */
      stillHeld: z.boolean(),
    }),
    refusals: ['BARCODE_NOT_OURS', 'BARCODE_WRONG_KIND'],
  }),
  titlesOfCopies: get('/copy-titles', {
    summary:
      'Title, author, shelf mark, parts and place of copies by their barcodes (at most 100), with why one is to go back; one that is not there has none',
    query: z.strictObject({
      /** The barcodes, with commas between them. */
      barcodes: z.string().regex(/^\d{1,20}(,\d{1,20}){0,99}$/),
    }),
    answer: z.object({
      rows: z.array(
        CopyNamesSchema.extend({ barcode: z.string(), place: CopyPlaceSchema, toReturn: WhyToReturn }),
      ),
    }),
  }),
  shelfMarksOfTitles: get('/shelf-marks', {
    summary:
      'Where in the stacks the copies of titles stand (at most 100), each mark once; a title without a copy has none',
    query: z.strictObject({
      /** The records, with commas between them. */
      recordIds: z.string().regex(/^[1-9]\d{0,17}(,[1-9]\d{0,17}){0,99}$/),
    }),
    answer: z.object({
      rows: z.array(z.object({ recordId: RecordIdSchema, shelfMarks: z.array(z.string()) })),
    }),
  }),
  readReservation: get('/reservations/:reservationId', {
    summary: 'What the catalog knows of a reservation: its place, its copy and every fact',
    params: byReservation,
    answer: z.object({
      reservationId: ReservationIdSchema,
      entry: z.enum(entryStates),
      state: LedgerStateSchema,
      pickupLibrary: LibraryCodeSchema,
      barcode: z.string().nullable(),
      allocation: AllocationNumberSchema.nullable(),
      due: DeadlineSchema.nullable(),
      facts: z.array(FactSchema),
      /** Who scanned which of all these facts, and why where staff had to say so; null: shipping or the patron told. */
      scans: z.array(
        z.object({ factId: UuidSchema, account: z.string().nullable(), reason: z.string().nullable() }),
      ),
      /** The reservation's ended allocations, the oldest first: which copy, when, how, and what had happened. */
      ended: z.array(
        z.object({
          barcode: z.string(),
          allocation: AllocationNumberSchema,
          endedAt: InstantSchema,
          ending: AllocationEndingSchema,
          facts: z.array(FactSchema),
        }),
      ),
      /**
       * The facts by which its copy was handed to somebody else, came back from there, or that was taken back: of no
       * reservation, with the allocation that the copy had.
       */
      handedToOthers: z.array(FactSchema),
      /** R20: the changes of its pickup library that came true, until the night after it is settled. */
      pickupChanges: z.array(PickupChangeSchema),
    }),
    refusals: ['NOT_FOUND'],
  }),
  readPolicy: get('/policy', {
    summary: 'The numbers of the rules in force, and their version',
    answer: z.object({ version: z.int(), policy: LendingPolicySchema }),
  }),
  policyVersions: get('/policy/versions', {
    summary: 'The last twenty versions of the numbers, newest first, with who made them and when',
    answer: z.object({
      versions: z.array(
        z.object({
          version: z.int(),
          policy: LendingPolicySchema,
          changedBy: z.string(),
          changedAt: InstantSchema,
        }),
      ),
    }),
  }),
  changePolicy: put('/policy', {
    summary: 'New numbers for the next decisions; running loans keep their dates',
    body: z.strictObject({ basedOnVersion: z.int(), policy: NewPolicySchema, by: StaffBySchema }),
    answer: z.object({ version: z.int(), policy: LendingPolicySchema }),
    refusals: ['STATE_CHANGED'],
  }),
  ...catalogDeskApi,
  ...catalogImportsApi,
  ...catalogSettlingApi,
  ...taskApi,
  ...commandApi,
} as const;
