import {
  CalendarDateSchema,
  DeadlineSchema,
  InstantSchema,
  LibraryReasonSchema,
  RefusalCodeSchema,
} from '@toshobin/lending-rules';
import { z } from 'zod';
import { commandApi } from '../commands.ts';
import { get, post } from '../endpoint.ts';
import { ChannelSchema } from '../events.ts';
import { LibraryCodeSchema, RecordIdSchema, ReservationIdSchema } from '../ids.ts';
import { nightlyJobs, RepairedSchema } from '../processes.ts';

const params = z.strictObject({ reservationId: ReservationIdSchema });
/** The id of the form that a wish came from, so that a double tap is one wish, and the moment of the wish. */
const wished = { wishId: z.string().min(1).max(100), at: InstantSchema };
/** A process's refusal is passed on as it is; pages say which refusals each wish may have. */
const refusals = RefusalCodeSchema.options;

/** The wishes to the process of a reservation, by its patron or for them. */
export const wishApi = {
  admit: post('/reservations', {
    summary: 'Starts the process of a reservation, unless it runs or ran, and answers its admission',
    body: z.strictObject({
      ...params.shape,
      pickupLibrary: LibraryCodeSchema,
      /** A library's name, for what operators read of the history; never a person's. */
      pickupLibraryName: z.string().min(1).max(200),
      /** The application, as it was just written. */
      applied: z.strictObject({ recordId: RecordIdSchema, channel: ChannelSchema, appliedAt: InstantSchema }),
    }),
    /** `notYet`: no answer in time; the process is started later, and the place in the queue follows by mail. */
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
      /** R8, as the patron service has just said. */
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

/** A process that does not go on by itself. */
const StuckProcessSchema = z.object({
  workflowId: z.string(),
  /** When the process was begun; if it has ended, when that was. */
  since: InstantSchema,
  /**
   * `failing`: its code fails again and again at the same place; `asksStaff`: it waits for an answer of staff;
   * `ignoredMessage`: it was sent something that is no message of ours, and goes on; `ended`: somebody ended it, or it
   * failed, before it was done; `nightFailed`: so did a job of the last night.
   */
  trouble: z.enum(['failing', 'asksStaff', 'ignoredMessage', 'ended', 'nightFailed']),
});
export type StuckProcess = z.infer<typeof StuckProcessSchema>;

/** How a job of the night went the last time, within a day; `at`: when it ended, or began when it goes on. */
const NightlyRunSchema = z.object({
  job: z.enum(nightlyJobs),
  state: z.enum(['done', 'running', 'failed', 'none']),
  at: InstantSchema.optional(),
});
export type NightlyRun = z.infer<typeof NightlyRunSchema>;

/** The questions of operators to the processes; `away`: Temporal does not answer. */
export const operatorApi = {
  repair: post('/reservations/:reservationId/repair', {
    summary: 'The process looks at the databases again and goes on, or begins anew; asked twice it is once',
    params,
    /** `notYet`: the repair is not done within the time; it goes on. */
    answer: z.enum([...RepairedSchema.options, 'notYet']),
  }),
  stuckProcesses: get('/stuck-processes', {
    summary: 'Processes that do not go on by themselves (at most 100 of each trouble)',
    answer: z.union([z.array(StuckProcessSchema), z.literal('away')]),
  }),
  lastNight: get('/last-night', {
    summary: 'Each job of the night, by its newest run of the last 24 hours',
    answer: z.union([z.array(NightlyRunSchema), z.literal('away')]),
  }),
} as const;

/** The HTTP interface of the processes: what the web fronts ask of them, and how their commands fare. */
export const processApi = { ...commandApi, ...wishApi, ...operatorApi } as const;
