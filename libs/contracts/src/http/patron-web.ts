import { CalendarDateSchema, DeadlineSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { endpoint, noBody, nothing } from '../endpoint.ts';
import { LibraryCodeSchema, RecordIdSchema, ReservationIdSchema } from '../ids.ts';
import { catalogApi } from './catalog.ts';
import { MyLibraryRowSchema, patronApi } from './patron.ts';
import { shippingApi } from './shipping.ts';

const byReservation = z.strictObject({ reservationId: ReservationIdSchema });

/** A row of My Library with the place in the queue, asked of the catalog when the page is drawn. */
export const PatronRowSchema = MyLibraryRowSchema.extend({ position: z.int().positive().nullable() });
export type PatronRow = z.infer<typeof PatronRowSchema>;

/**
 * The patron's public HTTP interface: what the pages do, as JSON. Signed in by the same cookie; a request that
 * changes something must come from our own origin and be `application/json`.
 */
export const patronWebApi = {
  searchRecords: { ...catalogApi.searchRecords, path: '/api/records' },
  readRecord: { ...catalogApi.readRecord, path: '/api/records/:recordId' },
  libraries: { ...shippingApi.libraries, path: '/api/libraries' },
  signIn: endpoint({
    method: 'post',
    path: '/api/session',
    summary: 'Signs in with card number and password; the answer sets the session cookie',
    params: nothing,
    query: nothing,
    body: z.strictObject({ cardNumber: z.string().min(1).max(64), password: z.string().min(1).max(256) }),
    answer: z.object({ scope: z.enum(['full', 'choosePassword']) }),
    refusals: patronApi.signIn.refusals,
  }),
  signOut: endpoint({
    method: 'delete',
    path: '/api/session',
    summary: 'Ends the session',
    params: nothing,
    query: nothing,
    body: noBody,
    answer: z.object({ signedOut: z.literal(true) }),
  }),
  choosePassword: endpoint({
    method: 'post',
    path: '/api/password',
    summary: 'Chooses a password; a session of the initial password becomes a full one',
    params: nothing,
    query: nothing,
    body: z.strictObject({ password: z.string().min(1).max(256) }),
    answer: z.object({ chosen: z.literal(true) }),
    refusals: patronApi.choosePassword.refusals,
  }),
  registerEmail: endpoint({
    method: 'post',
    path: '/api/email',
    summary: 'Registers an address; a mail with a link is sent to it',
    params: nothing,
    query: nothing,
    body: z.strictObject({ email: z.email().max(254) }),
    answer: z.object({ sent: z.literal(true) }),
  }),
  verifyEmail: endpoint({
    method: 'post',
    path: '/api/email-verifications',
    summary: 'Opens the link of the mail',
    params: nothing,
    query: nothing,
    body: z.strictObject({ token: z.string().min(20).max(128) }),
    answer: z.object({ verified: z.literal(true) }),
    refusals: ['LINK_EXPIRED'],
  }),
  me: endpoint({
    method: 'get',
    path: '/api/me',
    summary: 'The signed-in patron: card, e-mail status, counts of ten',
    params: nothing,
    query: nothing,
    body: noBody,
    answer: patronApi.readPatron.answer,
    refusals: ['CARD_REQUIRED'],
  }),
  myLibrary: endpoint({
    method: 'get',
    path: '/api/my-library',
    summary: 'Every reservation and loan, ready ones first',
    params: nothing,
    query: nothing,
    body: noBody,
    answer: z.object({ rows: z.array(PatronRowSchema) }),
    refusals: ['CARD_REQUIRED'],
  }),
  reserve: endpoint({
    method: 'post',
    path: '/api/reservations',
    summary: 'Reserves; the id is made by the caller, so that sending twice reserves once',
    params: nothing,
    query: nothing,
    body: z.strictObject({
      reservationId: ReservationIdSchema,
      recordId: RecordIdSchema,
      pickupLibrary: LibraryCodeSchema,
    }),
    answer: z.object({
      reservationId: ReservationIdSchema,
      reservationNumber: z.string(),
      /** `later`: accepted, the place in the queue follows by mail (the process could not answer in time). */
      answered: z.enum(['now', 'later']),
      position: z.int().nullable(),
    }),
    refusals: [
      ...patronApi.apply.refusals,
      'IN_PERSON_ONLY',
      'AUDIOVISUAL',
      'REFERENCE_ONLY',
      'NO_LENDABLE_COPY',
      'CARD_REQUIRED',
    ],
  }),
  cancel: endpoint({
    method: 'post',
    path: '/api/reservations/:reservationId/cancel',
    summary: 'Cancels, any time until handed out (R20)',
    params: byReservation,
    query: nothing,
    body: z.strictObject({}),
    answer: z.object({ row: PatronRowSchema }),
    refusals: ['NOT_FOUND', 'CANCEL_TOO_LATE', 'TRY_AGAIN', 'STATE_CHANGED', 'CARD_REQUIRED'],
  }),
  previewExtension: endpoint({
    method: 'get',
    path: '/api/reservations/:reservationId/extension',
    summary: 'R8: the due date an extension would give today; changes nothing',
    params: byReservation,
    query: nothing,
    body: noBody,
    answer: z.object({ due: DeadlineSchema, present: DeadlineSchema }),
    refusals: [...catalogApi.previewExtension.refusals, 'NOT_FOUND', 'CARD_REQUIRED'],
  }),
  extend: endpoint({
    method: 'post',
    path: '/api/reservations/:reservationId/extend',
    summary: 'R8: extends to the date that was shown; a different date asks again',
    params: byReservation,
    query: nothing,
    body: z.strictObject({ confirmDue: CalendarDateSchema }),
    answer: z.object({ due: DeadlineSchema, row: PatronRowSchema }),
    refusals: [
      ...catalogApi.previewExtension.refusals,
      'PREVIEW_CHANGED',
      'NOT_FOUND',
      'TRY_AGAIN',
      'STATE_CHANGED',
      'CARD_REQUIRED',
    ],
  }),
} as const;
