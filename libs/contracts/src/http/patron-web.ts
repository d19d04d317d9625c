import { CalendarDateSchema, DeadlineSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { readNumber } from '../by-staff.ts';
import { endpoint, get, offered, post, put } from '../endpoint.ts';
import { LibraryCodeSchema, RecordIdSchema, ReservationIdSchema, UuidSchema } from '../ids.ts';
import { catalogApi, WaitEstimateSchema } from './catalog/index.ts';
import {
  CardApplicationSchema,
  MyLibraryRowSchema,
  PasswordSchema,
  PreferencesSchema,
  patronApi,
  READING_ORDER_MOST,
  WantedPreferencesSchema,
} from './patron/index.ts';
import { shippingApi } from './shipping/index.ts';

const byReservation = z.strictObject({ reservationId: ReservationIdSchema });
/** The refusals of any wish about a reservation, beside those of its own rule. */
const cancelRefusals = ['NOT_FOUND', 'TRY_AGAIN', 'STATE_CHANGED', 'CARD_REQUIRED'] as const;
const wishRefusals = [...cancelRefusals, 'TOO_MANY_WISHES'] as const;
/** The refusals of reserving, of a title and of the first of an order. */
const reservingRefusals = [
  ...patronApi.apply.refusals,
  'IN_PERSON_ONLY',
  'AUDIOVISUAL',
  'REFERENCE_ONLY',
  'NO_LENDABLE_COPY',
  'CARD_REQUIRED',
] as const;

/** A row of My Library with the place in the queue and the likely wait, asked of the catalog when the page is drawn. */
const PatronRowSchema = MyLibraryRowSchema.extend({
  position: z.int().positive().nullable(),
  waitEstimate: WaitEstimateSchema.nullable(),
  /** Whether no copy is left that could serve it: the library cancels it on the next day, unless one turns up. */
  noCopyLeft: z.boolean().optional(),
});
export type PatronRow = z.infer<typeof PatronRowSchema>;

/**
 * The patron's public HTTP interface: what the pages do, as JSON. Signed in by the same cookie; a request that
 * changes something must come from our own origin and be `application/json`.
 */
export const patronWebApi = {
  searchRecords: offered(catalogApi.searchRecords),
  suggestions: offered(catalogApi.suggestions),
  readRecord: offered(catalogApi.readRecord),
  newArrivals: offered(catalogApi.newArrivals),
  classes: offered(catalogApi.classes),
  libraries: offered(shippingApi.libraries),
  signIn: offered(patronApi.signIn, {
    path: '/api/session',
    summary: 'Signs in with card number and password; the answer sets the session cookie',
    body: z.strictObject({ cardNumber: readNumber, password: PasswordSchema }),
    answer: z.object({ scope: z.enum(['full', 'choosePassword']) }),
  }),
  signOut: endpoint({
    method: 'delete',
    path: '/api/session',
    summary: 'Ends the session',
    answer: z.object({ signedOut: z.literal(true) }),
  }),
  choosePassword: post('/api/password', {
    summary:
      'Chooses a password; a session of the initial password becomes a full one, all others of the patron end',
    body: z.strictObject({
      password: PasswordSchema,
      /** The present password; asked for unless the session is one of an initial password. */
      current: PasswordSchema.optional(),
    }),
    answer: z.object({ chosen: z.literal(true) }),
    refusals: [...patronApi.choosePassword.refusals, ...patronApi.checkPassword.refusals],
  }),
  registerEmail: post('/api/email', {
    summary: 'Registers an address; a mail with a link is sent to it',
    body: z.strictObject({
      email: z.email().max(254),
      /** The password once more; asked for when an address is registered already. */
      password: PasswordSchema.optional(),
    }),
    answer: z.object({ sent: z.literal(true) }),
    refusals: [...patronApi.registerEmail.refusals, ...patronApi.checkPassword.refusals],
  }),
  verifyEmail: post('/api/email-verifications', {
    summary: 'Opens the link of the mail',
    body: z.strictObject({ token: z.string().min(20).max(128) }),
    answer: z.object({ verified: z.literal(true) }),
    refusals: ['LINK_EXPIRED'],
  }),
  testMail: post('/api/email/test', {
    summary: 'A mail to the registered address, to see whether it arrives; three a day',
    body: z.strictObject({}),
    answer: z.object({ sent: z.literal(true) }),
    refusals: [...patronApi.sendTestMail.refusals, 'CARD_REQUIRED'],
  }),
  requestPasswordReset: offered(patronApi.requestPasswordReset, {
    summary: 'Mails a link for a new password; answers the same whether or not there is such a card',
    body: z.strictObject({ cardNumber: readNumber, birthDate: CalendarDateSchema }),
    refusals: ['TRY_AGAIN'],
  }),
  resetPassword: offered(patronApi.resetPassword, {
    summary: 'A new password by the mailed link, once; it signs nobody in',
    body: z.strictObject({ token: z.string().min(20).max(128), password: PasswordSchema }),
    answer: z.object({ chosen: z.literal(true) }),
  }),
  applyForCard: offered(patronApi.applyForCard, {
    summary: 'R1: applies for a card; the id is made by the caller, so that sending twice applies once',
    body: CardApplicationSchema,
  }),
  askForRenewal: post('/api/card-renewals', {
    summary: 'R1: asks the desk to renew the card; asked again it is the same renewal',
    body: z.strictObject({}),
    answer: patronApi.askForRenewal.answer,
    refusals: [...patronApi.askForRenewal.refusals, 'CARD_REQUIRED'],
  }),
  me: get('/api/me', {
    summary: 'The signed-in patron: card, e-mail status, counts of ten',
    answer: patronApi.readPatron.answer,
    refusals: ['CARD_REQUIRED'],
  }),
  myLibrary: get('/api/my-library', {
    summary: 'Every reservation and loan, ready ones first',
    answer: z.object({ rows: z.array(PatronRowSchema) }),
    refusals: ['CARD_REQUIRED'],
  }),
  changePreferences: put('/api/preferences', {
    summary:
      'What is kept and told, of what is left out as before; without history, what was kept is deleted',
    body: WantedPreferencesSchema,
    answer: PreferencesSchema,
    refusals: ['CARD_REQUIRED'],
  }),
  history: get('/api/history', {
    summary: 'Loans that are over, for whoever asked for them to be kept',
    query: patronApi.history.query,
    answer: patronApi.history.answer,
    refusals: ['CARD_REQUIRED'],
  }),
  forgetHistory: post('/api/history/forget', {
    summary: 'Deletes one row of the history, or all of it',
    body: z.strictObject({ historyId: UuidSchema.optional() }),
    answer: patronApi.forgetHistory.answer,
    refusals: ['CARD_REQUIRED'],
  }),
  reserve: post('/api/reservations', {
    summary: 'Reserves; the id is made by the caller, so that sending twice reserves once',
    body: z.strictObject({
      reservationId: ReservationIdSchema,
      recordId: RecordIdSchema,
      pickupLibrary: LibraryCodeSchema,
    }),
    answer: z.object({
      reservationId: ReservationIdSchema,
      reservationNumber: z.string(),
      /** `later`: accepted, and the place in the queue follows by mail (the process did not answer in time). */
      answered: z.enum(['now', 'later']),
      position: z.int().nullable(),
    }),
    refusals: reservingRefusals,
  }),
  openReadingOrder: post('/api/reading-orders', {
    summary: 'Volumes of a work to be reserved one after the other, in their order; the first at once',
    body: z.strictObject({
      orderId: UuidSchema,
      firstReservationId: ReservationIdSchema,
      /** Any volume of the work. */
      of: RecordIdSchema,
      volumes: z.array(RecordIdSchema).min(2).max(READING_ORDER_MOST),
      pickupLibrary: LibraryCodeSchema,
      /** Whether the next volume is asked for when the one before is ready; else when it is handed out. */
      early: z.boolean(),
    }),
    answer: z.object({ reservationId: ReservationIdSchema, reservationNumber: z.string() }),
    refusals: reservingRefusals,
  }),
  readingOrders: get('/api/reading-orders', {
    summary: 'One’s open reading orders, with how each volume stands',
    answer: patronApi.readingOrders.answer,
    refusals: ['CARD_REQUIRED'],
  }),
  cancel: post('/api/reservations/:reservationId/cancel', {
    summary: 'Cancels, any time until handed out (R20)',
    params: byReservation,
    body: z.strictObject({}),
    answer: z.object({ row: PatronRowSchema }),
    refusals: ['CANCEL_TOO_LATE', ...cancelRefusals],
  }),
  changePickup: post('/api/reservations/:reservationId/change-pickup', {
    summary: 'R20, R5: another pickup library, until packed; the place in the queue stays',
    params: byReservation,
    body: z.strictObject({ pickupLibrary: LibraryCodeSchema }),
    answer: z.object({ row: PatronRowSchema }),
    refusals: [
      'PICKUP_LIBRARY_UNKNOWN',
      'PICKUP_LIBRARY_PAUSED',
      'PICKUP_MUST_BE_PREFECTURAL',
      'CHANGE_PICKUP_TOO_LATE',
      ...wishRefusals,
    ],
  }),
  suspend: post('/api/reservations/:reservationId/suspend', {
    summary: 'R20: keeps its place and is skipped until that day; another day may be chosen later',
    params: byReservation,
    /** The day, after today, on which the reservation resumes by itself. */
    body: z.strictObject({ until: CalendarDateSchema }),
    answer: z.object({ row: PatronRowSchema }),
    refusals: ['SUSPEND_TOO_LATE', 'SUSPEND_TOO_LONG', ...wishRefusals],
  }),
  resume: post('/api/reservations/:reservationId/resume', {
    summary: 'R20: a suspended reservation waits again, at its old place',
    params: byReservation,
    body: z.strictObject({}),
    answer: z.object({ row: PatronRowSchema }),
    refusals: wishRefusals,
  }),
  declarePickedUp: post('/api/reservations/:reservationId/declare-picked-up', {
    summary: 'R8 「受け取りました」: the copy was handed out though nobody scanned it; the due date stays',
    params: byReservation,
    body: z.strictObject({}),
    answer: z.object({ due: DeadlineSchema, row: PatronRowSchema }),
    refusals: ['NOT_ON_LOAN', 'ALREADY_HANDED_IN', ...wishRefusals],
  }),
  previewExtension: get('/api/reservations/:reservationId/extension', {
    summary: 'R8: the due date an extension would give today; changes nothing',
    params: byReservation,
    answer: z.object({ due: DeadlineSchema, present: DeadlineSchema }),
    refusals: [...catalogApi.previewExtension.refusals, 'NOT_FOUND', 'CARD_REQUIRED'],
  }),
  extend: offered(catalogApi.previewExtension, {
    path: '/api/reservations/:reservationId/extend',
    summary: 'R8: extends to the date that was shown; a different date asks again',
    body: z.strictObject({ confirmDue: CalendarDateSchema }),
    answer: z.object({ due: DeadlineSchema, row: PatronRowSchema }),
    refusals: [...catalogApi.previewExtension.refusals, 'PREVIEW_CHANGED', ...wishRefusals],
  }),
} as const;
