import {
  CalendarDateSchema,
  DeadlineSchema,
  FactSchema,
  InstantSchema,
  LendingPolicySchema,
} from '@toshobin/lending-rules';
import { z } from 'zod';
import { endpoint, noBody, nothing } from '../endpoint.ts';
import {
  AllocationNumberSchema,
  CopyIdSchema,
  LibraryCodeSchema,
  RecordIdSchema,
  ReservationIdSchema,
} from '../ids.ts';

export const RecordKindSchema = z.enum(['book', 'magazineIssue', 'audiovisual']);
export const LendingSchema = z.enum(['lendable', 'inPersonOnly', 'audiovisual', 'referenceOnly']);

/** Where a copy is, as anybody may know it. */
export const CopyPlaceSchema = z.enum([
  'onShelf',
  'beingPrepared',
  'onHoldShelf',
  'inTransit',
  'atPickupLibrary',
  'onLoan',
  'returning',
  'searching',
  'unavailable',
]);
export type CopyPlace = z.infer<typeof CopyPlaceSchema>;

export const RecordSummarySchema = z.object({
  recordId: RecordIdSchema,
  title: z.string(),
  subtitle: z.string().nullable(),
  author: z.string().nullable(),
  publisher: z.string().nullable(),
  year: z.int().nullable(),
  ndc: z.string().nullable(),
  kind: RecordKindSchema,
  lending: LendingSchema,
  protectiveCover: z.boolean(),
});
export type RecordSummary = z.infer<typeof RecordSummarySchema>;

export const RecordDetailSchema = RecordSummarySchema.extend({
  titleReading: z.string().nullable(),
  authorReading: z.string().nullable(),
  isbn: z.string().nullable(),
  source: z.string(),
  waiting: z.int().nonnegative(),
  copies: z.array(
    z.object({
      copyId: CopyIdSchema,
      barcode: z.string(),
      shelfMark: z.string(),
      place: CopyPlaceSchema,
      due: CalendarDateSchema.nullable(),
    }),
  ),
});
export type RecordDetail = z.infer<typeof RecordDetailSchema>;

const staffBy = z.strictObject({
  /** The account, not the person's name. */
  account: z.string().min(1).max(64),
  library: LibraryCodeSchema,
});

/** One scan of a copy by staff. `factId` makes it happen once however often it is sent. */
export const ScanRequestSchema = z.strictObject({
  factId: z.uuid(),
  barcode: z.string().min(1).max(64),
  occurredAt: InstantSchema,
  by: staffBy,
});
const scanAnswer = <T extends z.ZodRawShape>(shape: T) =>
  z.object({ factId: z.uuid(), copyId: CopyIdSchema, repeated: z.boolean(), ...shape });

/** What the person at the desk does next with the copy in hand. */
export const NextStepSchema = z.discriminatedUnion('next', [
  z.object({ next: z.literal('toShelf'), shelfMark: z.string() }),
  z.object({
    next: z.literal('toPacking'),
    reservationId: ReservationIdSchema,
    pickupLibrary: LibraryCodeSchema,
    holdNumber: z.string(),
  }),
  z.object({
    next: z.literal('toHoldShelf'),
    reservationId: ReservationIdSchema,
    holdNumber: z.string(),
  }),
  z.object({ next: z.literal('sendHome'), toPrefectural: z.boolean() }),
  z.object({
    next: z.literal('handOver'),
    due: DeadlineSchema,
    dueToday: z.boolean(),
    protectiveCover: z.boolean(),
  }),
  /** `anotherCopy`: whether its reservation got another copy at once, or waits in the queue again. */
  z.object({ next: z.literal('keepSearching'), anotherCopy: z.boolean().default(false) }),
]);
export type NextStep = z.infer<typeof NextStepSchema>;
export const ScanAnswerSchema = scanAnswer({
  step: NextStepSchema,
  supplementCount: z.int(),
  protectiveCover: z.boolean(),
});
export type ScanAnswer = z.infer<typeof ScanAnswerSchema>;

export const PickListRowSchema = z.object({
  allocation: AllocationNumberSchema,
  reservationId: ReservationIdSchema,
  copyId: CopyIdSchema,
  barcode: z.string(),
  shelfMark: z.string(),
  title: z.string(),
  pickupLibrary: LibraryCodeSchema,
  holdNumber: z.string(),
  allocatedAt: InstantSchema,
});

/** A copy that is nobody's any more and stands somewhere else than on its shelf. */
export const CopyToReturnSchema = z.object({
  barcode: z.string(),
  copyId: CopyIdSchema,
  shelfMark: z.string(),
  /** On the slip in it, from the reservation that ended. */
  holdNumber: z.string(),
  place: CopyPlaceSchema,
  since: InstantSchema,
  why: z.enum(['cancelled', 'expired', 'closed']),
});
export type CopyToReturn = z.infer<typeof CopyToReturnSchema>;

const byReservation = z.strictObject({ reservationId: ReservationIdSchema });
const byRecord = z.strictObject({ recordId: RecordIdSchema });

/** The catalog's HTTP interface: records for everybody, scans and lists for staff. */
export const catalogApi = {
  searchRecords: endpoint({
    method: 'get',
    path: '/records',
    summary: 'Search the catalogue; counts are exact up to 1,000',
    params: nothing,
    query: z.strictObject({
      q: z.string().max(10_000).default(''),
      page: z.coerce.number().int().min(1).max(50).default(1),
      kind: RecordKindSchema.optional(),
      reservableOnly: z.enum(['true', 'false']).optional(),
    }),
    body: noBody,
    answer: z.object({
      total: z.int(),
      capped: z.boolean(),
      page: z.int(),
      pageSize: z.int(),
      records: z.array(RecordSummarySchema.extend({ onShelf: z.int(), copies: z.int(), waiting: z.int() })),
    }),
  }),
  readRecord: endpoint({
    method: 'get',
    path: '/records/:recordId',
    summary: 'One bibliographic record with its copies and the number waiting',
    params: byRecord,
    query: nothing,
    body: noBody,
    answer: RecordDetailSchema,
    refusals: ['NOT_FOUND'],
  }),
  queuePositions: endpoint({
    method: 'post',
    path: '/queue-positions',
    summary: 'Places in the queue of up to 50 reservations; those not waiting are left out',
    params: nothing,
    query: nothing,
    body: z.strictObject({ reservationIds: z.array(ReservationIdSchema).max(50) }),
    answer: z.object({
      positions: z.array(z.object({ reservationId: ReservationIdSchema, position: z.int().positive() })),
    }),
  }),
  previewExtension: endpoint({
    method: 'post',
    path: '/loans/:reservationId/extension-preview',
    summary: 'R8: the date an extension asked for now would give; changes nothing',
    params: byReservation,
    query: nothing,
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
  pickList: endpoint({
    method: 'get',
    path: '/pick-list',
    summary: 'Copies to fetch, in the order of the shelves',
    params: nothing,
    query: nothing,
    body: noBody,
    answer: z.object({ rows: z.array(PickListRowSchema) }),
  }),
  copiesToReturn: endpoint({
    method: 'get',
    path: '/copies-to-return',
    summary: 'Copies at a library whose reservation ended: to be put back or sent back, the oldest first',
    params: nothing,
    query: z.strictObject({ library: LibraryCodeSchema }),
    body: noBody,
    answer: z.object({ rows: z.array(CopyToReturnSchema) }),
  }),
  confirmPick: endpoint({
    method: 'post',
    path: '/scans/pick',
    summary: 'The copy was taken from the shelf; answers where it goes',
    params: nothing,
    query: nothing,
    body: ScanRequestSchema,
    answer: ScanAnswerSchema,
    refusals: ['BARCODE_NOT_OURS', 'BARCODE_WRONG_KIND', 'STATE_CHANGED'],
  }),
  notOnShelf: endpoint({
    method: 'post',
    path: '/scans/not-on-shelf',
    summary: 'The copy is not where it should be: it is searched for, and another copy is tried',
    params: nothing,
    query: nothing,
    body: ScanRequestSchema,
    answer: ScanAnswerSchema,
    refusals: ['BARCODE_NOT_OURS', 'BARCODE_WRONG_KIND', 'STATE_CHANGED'],
  }),
  handOut: endpoint({
    method: 'post',
    path: '/scans/hand-out',
    summary: 'Hands a held copy to the holder of the card whose reservations are given (R14)',
    params: nothing,
    query: nothing,
    body: ScanRequestSchema.extend({ reservationIds: z.array(ReservationIdSchema).max(30) }),
    answer: ScanAnswerSchema,
    refusals: [
      'BARCODE_NOT_OURS',
      'BARCODE_WRONG_KIND',
      'WRONG_PICKUP_LIBRARY',
      'CARD_DOES_NOT_MATCH',
      'DO_NOT_HAND_OUT',
      'NOTHING_HELD',
      'LOAN_LIMIT',
      'STATE_CHANGED',
    ],
  }),
  handIn: endpoint({
    method: 'post',
    path: '/scans/hand-in',
    summary: 'A pickup library took a copy back, at the counter or from its book drop (R10)',
    params: nothing,
    query: nothing,
    body: ScanRequestSchema.extend({ bookDrop: z.boolean(), firstEmptyingOfDay: z.boolean() }),
    answer: ScanAnswerSchema,
    refusals: ['BARCODE_NOT_OURS', 'BARCODE_WRONG_KIND', 'STATE_CHANGED'],
  }),
  processReturn: endpoint({
    method: 'post',
    path: '/scans/return',
    summary: 'The copy is back at the prefectural library: processed, and given to the next in the queue',
    params: nothing,
    query: nothing,
    body: ScanRequestSchema.extend({ bookDrop: z.boolean(), firstEmptyingOfDay: z.boolean() }),
    answer: ScanAnswerSchema,
    refusals: ['BARCODE_NOT_OURS', 'BARCODE_WRONG_KIND', 'STATE_CHANGED'],
  }),
  readCopy: endpoint({
    method: 'get',
    path: '/copies/:barcode',
    summary: 'A copy by its barcode, with whose reservation it is for (no person)',
    params: z.strictObject({ barcode: z.string().min(1).max(64) }),
    query: nothing,
    body: noBody,
    answer: z.object({
      copyId: CopyIdSchema,
      recordId: RecordIdSchema,
      barcode: z.string(),
      shelfMark: z.string(),
      title: z.string(),
      place: CopyPlaceSchema,
      weightGrams: z.int(),
      thicknessMm: z.int(),
      protectiveCover: z.boolean(),
      supplementCount: z.int(),
      reservationId: ReservationIdSchema.nullable(),
      allocation: AllocationNumberSchema.nullable(),
      pickupLibrary: LibraryCodeSchema.nullable(),
      due: DeadlineSchema.nullable(),
      /** Why it is to go back although it is not home yet; null while it is somebody's, or at home. */
      toReturn: CopyToReturnSchema.shape.why.nullable(),
    }),
    refusals: ['BARCODE_NOT_OURS', 'BARCODE_WRONG_KIND'],
  }),
  readReservation: endpoint({
    method: 'get',
    path: '/reservations/:reservationId',
    summary: 'What the catalog knows of a reservation: its place, its copy and every fact',
    params: byReservation,
    query: nothing,
    body: noBody,
    answer: z.object({
      reservationId: ReservationIdSchema,
      entry: z.enum(['waiting', 'suspended', 'allocated', 'left', 'closed']),
      pickupLibrary: LibraryCodeSchema,
      barcode: z.string().nullable(),
      allocation: AllocationNumberSchema.nullable(),
      due: DeadlineSchema.nullable(),
      facts: z.array(FactSchema),
    }),
    refusals: ['NOT_FOUND'],
  }),
  readPolicy: endpoint({
    method: 'get',
    path: '/policy',
    summary: 'The numbers of the rules in force, and their version',
    params: nothing,
    query: nothing,
    body: noBody,
    answer: z.object({ version: z.int(), policy: LendingPolicySchema }),
  }),
  changePolicy: endpoint({
    method: 'put',
    path: '/policy',
    summary: 'New numbers for the next decisions; running loans keep their dates',
    params: nothing,
    query: nothing,
    body: z.strictObject({ basedOnVersion: z.int(), policy: LendingPolicySchema, by: staffBy }),
    answer: z.object({ version: z.int(), policy: LendingPolicySchema }),
    refusals: ['STATE_CHANGED'],
  }),
} as const;
