import { CalendarDateSchema, DeadlineSchema, InstantSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { LibraryCodeSchema, RecordIdSchema, ReservationIdSchema, UuidSchema } from '../../ids.ts';

export const PatronIdSchema = UuidSchema.brand<'PatronId'>();
export type PatronId = z.infer<typeof PatronIdSchema>;

/** The states of words.ja.md that a reservation shows to its patron and to staff. */
export const ReservationStateSchema = z.enum([
  'requested',
  'rejected',
  'queued',
  'suspended',
  'allocated',
  'picked',
  'heldForLoanLimit',
  'packed',
  'shipped',
  'arrivalOverdue',
  'ready',
  'handOutUnconfirmed',
  'handedOut',
  'overdue',
  'returning',
  'returned',
  'cancelled',
  'expired',
  'lostInTransit',
]);
export type ReservationState = z.infer<typeof ReservationStateSchema>;

export const MyLibraryRowSchema = z.object({
  reservationId: ReservationIdSchema,
  reservationNumber: z.string(),
  recordId: RecordIdSchema,
  title: z.string(),
  pickupLibrary: LibraryCodeSchema,
  state: ReservationStateSchema,
  appliedAt: InstantSchema,
  plannedDispatchDay: CalendarDateSchema.nullable(),
  expectedDate: CalendarDateSchema.nullable(),
  holdUntil: CalendarDateSchema.nullable(),
  due: DeadlineSchema.nullable(),
  /** R20: resumes by itself on that day. */
  resumesOn: CalendarDateSchema.nullable(),
  /** R15: kept until then for a loan slot. */
  keptUntil: CalendarDateSchema.nullable(),
  extended: z.boolean(),
  /** R8: the patron has the copy and somebody else waits for the title, as last heard: an extension would be refused. */
  othersWaiting: z.boolean(),
  refusal: z.string().nullable(),
  open: z.boolean(),
});
export type MyLibraryRow = z.infer<typeof MyLibraryRowSchema>;
