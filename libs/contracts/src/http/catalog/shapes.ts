import { CalendarDateSchema, DeadlineSchema, InstantSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import {
  AllocationNumberSchema,
  CopyIdSchema,
  LibraryCodeSchema,
  RecordIdSchema,
  ReservationIdSchema,
  UuidSchema,
} from '../../ids.ts';

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

/** Who did it. */
export const StaffBySchema = z.strictObject({
  /** The account, not the person's name. */
  account: z.string().min(1).max(64),
  library: LibraryCodeSchema,
});

/** One scan of a copy by staff. `factId` makes it happen once however often it is sent. */
export const ScanRequestSchema = z.strictObject({
  factId: UuidSchema,
  barcode: z.string().min(1).max(64),
  occurredAt: InstantSchema,
  by: StaffBySchema,
});
/** What every scan answers, and more. */
export const scanAnswer = <T extends z.ZodRawShape>(shape: T) =>
  z.object({ factId: UuidSchema, copyId: CopyIdSchema, repeated: z.boolean(), ...shape });

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
    /** It was handed over to a card that nothing of the title is held for: the desk has a task, nobody has a loan. */
    wrongPerson: z.literal(true).optional(),
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
