import { CalendarDateSchema, DeadlineSchema, InstantSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { actOfStaff, byStaff, readNumber, reason } from '../../by-staff.ts';
import { get, post, put } from '../../endpoint.ts';
import {
  AllocationNumberSchema,
  CopyIdSchema,
  LibraryCodeSchema,
  RecordIdSchema,
  ReservationIdSchema,
  UuidSchema,
} from '../../ids.ts';
import { OutOfUseSchema } from './place-and-condition.ts';
import { ScanAnswerSchema, ScanRequestSchema } from './scans.ts';
import {
  LendingSchema,
  PartOfWorkSchema,
  RecordKindSchema,
  TitleAtDeskSchema,
  TurnaroundSchema,
} from './shapes.ts';

const uuid = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const byBarcode = z.strictObject({ barcode: readNumber });
export const copyFields = {
  shelfMark: z.string().trim().min(1).max(60),
  weightGrams: z.int().min(1).max(30_000),
  thicknessMm: z.int().min(1).max(500),
  supplementCount: z.int().min(0).max(50),
};
export const recordFields = {
  factId: UuidSchema,
  kind: RecordKindSchema,
  lending: LendingSchema,
  title: z.string().trim().min(1).max(500),
  titleReading: z.string().max(500).default(''),
  part: PartOfWorkSchema,
  author: z.string().max(500).default(''),
  publisher: z.string().max(200).default(''),
  year: z.int().min(0).max(2200).default(0),
  protectiveCover: z.boolean(),
};
const copyAnswer = z.object({ copyId: CopyIdSchema, barcode: z.string() });

/** What the desks do beside the ordinary scans: loans without a reservation, undoing, what went wrong, the stock. */
export const catalogDeskApi = {
  lendAtCounter: post('/scans/lend', {
    summary:
      'Lends a copy at the prefectural counter; the reservation id is the loan’s own, or that of the same person who waits for the title',
    body: ScanRequestSchema.extend({
      reservationId: ReservationIdSchema,
      /** Why the copy is lent although somebody else has it reserved; that reservation goes back to its old place. */
      overrideReason: reason.optional(),
    }),
    answer: ScanAnswerSchema,
    refusals: [
      'BARCODE_NOT_OURS',
      'BARCODE_WRONG_KIND',
      'REFERENCE_ONLY',
      'RESERVED_FOR_OTHER',
      'STATE_CHANGED',
    ],
  }),
  voidScan: post('/scans/void', {
    summary:
      'Takes a mis-scan back: what followed from it is undone, or STATE_CHANGED says that it is too late',
    body: z.strictObject({ ...actOfStaff, voids: UuidSchema }),
    answer: z.object({
      factId: UuidSchema,
      copyId: CopyIdSchema,
      undone: z.enum(['picked', 'handedOut', 'handedIn', 'home', 'notOnShelf']),
      /** R8: whether the patron's word that the copy was picked up is taken back with the scan. */
      declaredToo: z.boolean().default(false),
      repeated: z.boolean(),
    }),
    refusals: ['NOT_FOUND', 'STATE_CHANGED'],
  }),
  confirmHandOut: post('/scans/confirm-hand-out', {
    summary: 'R9: the desk confirms that a copy was handed out without a scan',
    body: ScanRequestSchema.extend({ reason }),
    answer: ScanAnswerSchema,
    refusals: ['BARCODE_NOT_OURS', 'BARCODE_WRONG_KIND', 'NOTHING_HELD', 'STATE_CHANGED'],
  }),
  claimReturned: post('/scans/claim-returned', {
    summary:
      'R10: the patron says that it was returned there: never overdue from now on, while staff search; ended by a scan, a loss, or taken back (voidScan)',
    body: ScanRequestSchema.extend({ reason, saidLibrary: LibraryCodeSchema }),
    answer: ScanAnswerSchema,
    refusals: ['BARCODE_NOT_OURS', 'BARCODE_WRONG_KIND', 'STATE_CHANGED'],
  }),
  declaredHandOuts: get('/declared-hand-outs', {
    summary:
      'Copies that patrons say they have picked up (「受け取りました」); one still on the shelf is voided by `handOutFactId`',
    query: z.strictObject({ library: LibraryCodeSchema }),
    answer: z.object({
      rows: z.array(
        z.object({
          handOutFactId: UuidSchema,
          barcode: z.string(),
          holdNumber: z.string(),
          declaredAt: InstantSchema,
          due: DeadlineSchema.nullable(),
        }),
      ),
    }),
  }),
  titleAtDesk: get('/records/:recordId/desk', {
    summary:
      'A title’s queue, who of it is next, and its copies: whose they are, where they were, when they come home',
    params: z.strictObject({ recordId: RecordIdSchema }),
    answer: TitleAtDeskSchema,
  }),
  reservationsAtDesk: post('/reservations-at-desk', {
    summary: 'What reservations are of, their copy and where they are to be picked up; no person',
    body: z.strictObject({ reservationIds: z.array(ReservationIdSchema).max(200) }),
    answer: z.object({
      rows: z.array(
        z.object({
          reservationId: ReservationIdSchema,
          title: z.string(),
          author: z.string().default(''),
          pickupLibrary: LibraryCodeSchema,
          /** The barcode of the copy that it has, or had last. */
          barcode: z.string().nullable(),
          shelfMark: z.string().nullable(),
        }),
      ),
    }),
  }),
  reservationOfHold: get('/hold-numbers/:holdNumber', {
    summary: 'The reservation that a hold number stands for: the open one, otherwise the last one',
    params: z.strictObject({ holdNumber: z.string().max(10) }),
    answer: z.object({ reservationId: ReservationIdSchema }),
    refusals: ['NOT_FOUND'],
  }),
  heldCopies: get('/held-copies', {
    summary: 'Copies that wait at a library for their patrons, by hold number (at most 500)',
    query: z.strictObject({
      library: LibraryCodeSchema,
      /** The ids of the only reservations to list, with commas between them. */
      reservations: z
        .string()
        .regex(new RegExp(`^${uuid}(,${uuid}){0,49}$`))
        .optional(),
    }),
    answer: z.object({
      rows: z.array(
        z.object({
          reservationId: ReservationIdSchema,
          barcode: z.string(),
          /** The title, for the prefectural desk alone: a branch is told none. */
          title: z.string(),
          shelfMark: z.string(),
          holdNumber: z.string(),
          /** When the copy came to the hold shelf. */
          since: InstantSchema,
          /** R6: the end of the hold; null before its mail was sent. */
          holdUntil: DeadlineSchema.nullable(),
          /** The due date; null at the prefectural library: there the loan begins with the hand-over. */
          due: DeadlineSchema.nullable(),
          protectiveCover: z.boolean(),
          supplementCount: z.int(),
        }),
      ),
    }),
  }),
  waitingAtDesk: get('/waiting', {
    summary:
      'What waits in the prefectural library, counted: to be fetched by pickup library, on its hold shelf, to come down from it',
    /** The day by which ending holds are counted by themselves. */
    query: z.strictObject({ until: CalendarDateSchema }),
    answer: z.object({
      toFetch: z.array(z.object({ pickupLibrary: LibraryCodeSchema, copies: z.int(), since: InstantSchema })),
      held: z.object({ copies: z.int(), since: InstantSchema.nullable(), ending: z.int() }),
      down: z.int(),
    }),
  }),
  missHeldCopy: post('/held-copies/:reservationId/missing', {
    summary:
      'A copy that should wait for its patron is not on the hold shelf: the prefectural desk asks the patron',
    params: z.strictObject({ reservationId: ReservationIdSchema }),
    body: z.strictObject(byStaff),
    answer: z.object({ told: z.literal(true) }),
    refusals: ['NOT_FOUND'],
  }),
  allowLateHandOut: post('/reservations/:reservationId/late-hand-out', {
    summary: 'R9: the desk allows, once, that a copy is handed out after its hold ended',
    params: z.strictObject({ reservationId: ReservationIdSchema }),
    body: z.strictObject({ ...byStaff, reason }),
    answer: z.object({ allocation: AllocationNumberSchema }),
    refusals: ['NOT_FOUND', 'STATE_CHANGED', 'DO_NOT_HAND_OUT'],
  }),
  statistics: get('/statistics', {
    summary:
      'Reservations, loans and how reservations ended, by month in Tokyo and pickup library; no persons (at most 400 days)',
    query: z.strictObject({ from: CalendarDateSchema, until: CalendarDateSchema }),
    answer: z.object({
      rows: z.array(
        z.object({
          /** `2026-12`. */
          month: z.string(),
          library: LibraryCodeSchema,
          reservations: z.int(),
          loans: z.int(),
          /** How many ended by being fetched, by the end of the hold, or by a cancellation. */
          fetched: z.int(),
          expired: z.int(),
          cancelled: z.int(),
        }),
      ),
    }),
    refusals: ['STATE_CHANGED'],
  }),
  turnaround: get('/statistics/turnaround', {
    summary:
      'Days that each step took of what was handed out, by month in Tokyo and pickup library; no persons (at most 400 days)',
    query: z.strictObject({ from: CalendarDateSchema, until: CalendarDateSchema }),
    answer: z.object({ rows: z.array(TurnaroundSchema) }),
    refusals: ['STATE_CHANGED'],
  }),
  movedByClosures: post('/closures/moved', {
    summary: 'R17: how many dates each of these closures has moved so far; nothing is changed',
    body: z.strictObject({ closureIds: z.array(UuidSchema).max(200) }),
    answer: z.object({
      closures: z.array(z.object({ closureId: UuidSchema, moved: z.int().nonnegative() })),
    }),
  }),
  closurePreview: get('/closures/preview', {
    summary: 'R17: the due dates that a closure of these days would move, counted by day; nothing is changed',
    query: z.strictObject({
      library: LibraryCodeSchema,
      from: CalendarDateSchema,
      until: CalendarDateSchema,
    }),
    answer: z.object({
      moves: z.array(
        z.object({
          /** `hold`: the copy is not handed out yet, so the date is the end of the hold too. */
          kind: z.enum(['hold', 'loan']),
          before: CalendarDateSchema,
          after: CalendarDateSchema,
          count: z.int().positive(),
        }),
      ),
      /** How many open loans of the library keep their dates. */
      unmoved: z.int(),
    }),
    refusals: ['PICKUP_LIBRARY_UNKNOWN', 'STATE_CHANGED'],
  }),
  declareLost: post('/copies/:barcode/lost', {
    summary: 'A copy is lost (by its borrower, or not found): the loan ends, or another copy is looked for',
    params: byBarcode,
    body: z.strictObject({ factId: UuidSchema, ...byStaff, reason }),
    answer: copyAnswer,
    refusals: ['BARCODE_NOT_OURS', 'BARCODE_WRONG_KIND', 'STATE_CHANGED'],
  }),
  addCopy: post('/copies', {
    summary: 'Adds a copy to a record; it goes to who waits, when it is scanned at the desk',
    body: z.strictObject({
      ...byStaff,
      recordId: RecordIdSchema,
      barcode: readNumber,
      ...copyFields,
    }),
    answer: copyAnswer,
    refusals: ['NOT_FOUND', 'BARCODE_NOT_OURS', 'BARCODE_WRONG_KIND', 'BARCODE_TAKEN'],
  }),
  changeCopy: put('/copies/:barcode', {
    summary: 'Changes what is known of a copy',
    params: byBarcode,
    body: z.strictObject({ ...byStaff, ...copyFields }),
    answer: copyAnswer,
    refusals: ['BARCODE_NOT_OURS', 'BARCODE_WRONG_KIND'],
  }),
  mendCopy: post('/copies/:barcode/service', {
    summary:
      'A damaged copy was mended, or one was withdrawn by mistake: it is in service again, and goes to whoever waits',
    params: byBarcode,
    body: z.strictObject(byStaff),
    answer: copyAnswer,
    refusals: ['BARCODE_NOT_OURS', 'BARCODE_WRONG_KIND', 'STATE_CHANGED'],
  }),
  reportPart: post('/copies/:barcode/parts', {
    summary: 'What belongs to a copy was not with it (a task for the desk), or is there after all',
    params: byBarcode,
    body: z.strictObject({
      ...byStaff,
      part: z.enum(['cover', 'supplement']),
      there: z.boolean(),
      /** The scan at which the part was looked for: the task says whose loan that ended. */
      factId: UuidSchema.optional(),
    }),
    answer: copyAnswer,
    refusals: ['BARCODE_NOT_OURS', 'BARCODE_WRONG_KIND'],
  }),
  withdrawCopy: post('/copies/:barcode/withdrawal', {
    summary: 'Takes a copy out of service; a reservation gets another one, and the last one tells the queue',
    params: byBarcode,
    body: z.strictObject({ ...byStaff, condition: OutOfUseSchema }),
    answer: copyAnswer.extend({ stillWaiting: z.int().nonnegative() }),
    refusals: ['BARCODE_NOT_OURS', 'BARCODE_WRONG_KIND', 'STATE_CHANGED'],
  }),
  addRecord: post('/records', {
    summary: 'Adds a bibliographic record (an issue of a magazine, a new volume)',
    body: z.strictObject({ ...byStaff, ...recordFields }),
    answer: z.object({ recordId: RecordIdSchema }),
    refusals: ['STATE_CHANGED', 'LENT_AS_ANOTHER_KIND'],
  }),
} as const;
