import {
  CalendarDateSchema,
  DeadlineSchema,
  DeskSettlementSchema,
  InstantSchema,
  SettledSchema,
  UnreturnedSchema,
} from '@toshobin/lending-rules';
import { z } from 'zod';
import { reason, StaffBySchema } from '../../by-staff.ts';
import { get, post } from '../../endpoint.ts';
import { LibraryCodeSchema, ReservationIdSchema, UuidSchema } from '../../ids.ts';

/** A loan whose book has not come back: lost, or long overdue (R18). */
export const UnreturnedLoanSchema = z.object({
  reservationId: ReservationIdSchema,
  kind: UnreturnedSchema,
  barcode: z.string(),
  title: z.string(),
  shelfMark: z.string(),
  pickupLibrary: LibraryCodeSchema,
  due: DeadlineSchema.nullable(),
  /** Whether the patron has handed it in, and it was lost on its way home: it counts as nobody's loan (R10). */
  handedIn: z.boolean(),
  /** The settlement of today: until the day is over the desk can take it back. */
  settled: SettledSchema.nullable(),
});
export type UnreturnedLoan = z.infer<typeof UnreturnedLoanSchema>;

const byReservation = z.strictObject({ reservationId: ReservationIdSchema });
const by = StaffBySchema.extend({ role: z.string().min(1).max(40) });

/** What becomes of a loan whose book does not come back. */
export const catalogSettlingApi = {
  unreturnedLoans: get('/unreturned-loans', {
    summary:
      'Loans that are lost or long overdue and not settled, and those settled today, the longest due first (at most 500); no person',
    query: z.strictObject({ reservationId: ReservationIdSchema.optional() }),
    answer: z.object({ rows: z.array(UnreturnedLoanSchema) }),
  }),
  settleLoan: post('/reservations/:reservationId/settlement', {
    summary:
      'The desk settles a loan that is lost or long overdue, once: it came back, it was paid for, or it is given up. A copy that turns up afterwards is an ordinary scan',
    params: byReservation,
    body: z.strictObject({
      factId: UuidSchema,
      how: DeskSettlementSchema,
      reason,
      at: InstantSchema,
      by,
    }),
    answer: z.object({ how: DeskSettlementSchema, on: CalendarDateSchema, barcode: z.string() }),
    refusals: ['NOT_FOUND', 'NOT_TO_SETTLE', 'ALREADY_SETTLED'],
  }),
  takeBackSettlement: post('/reservations/:reservationId/settlement/undo', {
    summary:
      'A settlement of today was a mistake: the loan stands as before. STATE_CHANGED: there is none, its day is over, or the copy is home',
    params: byReservation,
    body: z.strictObject({ at: InstantSchema, by: StaffBySchema }),
    answer: z.object({ kind: UnreturnedLoanSchema.shape.kind, barcode: z.string() }),
    refusals: ['NOT_FOUND', 'STATE_CHANGED'],
  }),
} as const;
