import {
  CalendarDateSchema,
  DeadlineSchema,
  InstantSchema,
  LibraryReasonSchema,
  RefusalCodeSchema,
} from '@toshobin/lending-rules';
import { z } from 'zod';
import { commandApi } from '../commands.ts';
import { post } from '../endpoint.ts';
import { ChannelSchema } from '../events.ts';
import { LibraryCodeSchema, RecordIdSchema, ReservationIdSchema } from '../ids.ts';

const params = z.strictObject({ reservationId: ReservationIdSchema });
/** The id of the form that a wish came from, so that a double tap is one wish, and when it was wished. */
const wished = { wishId: z.string().min(1).max(100), at: InstantSchema };
/** What a process refuses is passed on as it is; pages say what each wish may be refused with. */
const refusals = RefusalCodeSchema.options;

/** The HTTP interface of the processes: what the web fronts ask of one, and how its commands fare. */
export const processApi = {
  ...commandApi,
  admit: post('/reservations', {
    summary: 'Starts the process of a reservation, unless it runs or ran, and answers its admission',
    body: z.strictObject({
      ...params.shape,
      pickupLibrary: LibraryCodeSchema,
      /** For what operators read of the history; never a person's. */
      pickupLibraryName: z.string().min(1).max(200),
      /** The application, as it was just written. */
      applied: z.strictObject({ recordId: RecordIdSchema, channel: ChannelSchema, appliedAt: InstantSchema }),
    }),
    /** `notYet`: no answer in time; it is started later, and the place in the queue follows by mail. */
    answer: z.union([z.object({ position: z.int(), ready: z.boolean() }), z.literal('notYet')]),
    refusals,
  }),
  cancel: post('/reservations/:reservationId/cancel', {
    summary: 'R20: its patron cancels, any time until handed out',
    params,
    body: z.strictObject(wished),
    answer: z.object({ cancelled: z.literal(true) }),
    refusals,
  }),
  cancelByLibrary: post('/reservations/:reservationId/cancel-by-library', {
    summary: 'R20: the library cancels, for a reason that the mail tells',
    params,
    body: z.strictObject({ ...wished, why: LibraryReasonSchema }),
    answer: z.object({ cancelled: z.literal(true) }),
    refusals,
  }),
  extend: post('/reservations/:reservationId/extend', {
    summary: 'R8: extends to the date that was shown',
    params,
    body: z.strictObject({
      ...wished,
      /** R8, as the patron service said just before. */
      holderHasOtherOverdue: z.boolean(),
      confirmDue: CalendarDateSchema.optional(),
    }),
    answer: DeadlineSchema,
    refusals,
  }),
  changePickup: post('/reservations/:reservationId/change-pickup', {
    summary: 'R20, R5: another pickup library, until packed',
    params,
    body: z.strictObject({ ...wished, pickupLibrary: LibraryCodeSchema }),
    answer: z.object({ pickupLibrary: LibraryCodeSchema }),
    refusals,
  }),
  suspend: post('/reservations/:reservationId/suspend', {
    summary: 'R20: keeps its place and is skipped until that day',
    params,
    body: z.strictObject({ ...wished, until: CalendarDateSchema }),
    answer: z.object({ until: CalendarDateSchema }),
    refusals,
  }),
  resume: post('/reservations/:reservationId/resume', {
    summary: 'R20: back in its old place',
    params,
    body: z.strictObject(wished),
    answer: z.object({ position: z.int() }),
    refusals,
  }),
  declarePickedUp: post('/reservations/:reservationId/declare-picked-up', {
    summary: 'R8 「受け取りました」: the due date that holds from now on',
    params,
    body: z.strictObject(wished),
    answer: z.object({ due: DeadlineSchema }),
    refusals,
  }),
} as const;
