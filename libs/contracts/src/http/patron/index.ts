import { CalendarDateSchema, InstantSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { readNumber as cardNumber } from '../../by-staff.ts';
import { commandApi } from '../../commands.ts';
import { get, post, put } from '../../endpoint.ts';
import { LibraryCodeSchema, RecordIdSchema, ReservationIdSchema, UuidSchema } from '../../ids.ts';
import { taskApi } from '../../tasks.ts';
import { cardApi } from './cards.ts';
import { patronDeskApi } from './desk.ts';
import { keptApi } from './kept.ts';
import { readingOrderApi } from './reading-orders.ts';
import {
  HistoryRowSchema,
  MyLibraryRowSchema,
  PasswordSchema,
  PatronIdSchema,
  PreferencesSchema,
  ResolvedCardSchema,
  reservingRefusals,
  WantedPreferencesSchema,
} from './shapes.ts';

export {
  CARD_VALID_DAYS,
  type CardApplication,
  CardApplicationSchema,
  CorrectedSchema,
  isBirthDate,
  PersonsCardSchema,
} from './cards.ts';
export { type KeptOfPatron, KeptOfPatronSchema } from './kept.ts';
export {
  READING_ORDER_MOST,
  type ReadingOrder,
  type ReadingOrderWish,
  ReadingOrderWishSchema,
} from './reading-orders.ts';
export * from './shapes.ts';

const byPatron = z.strictObject({ patronId: PatronIdSchema });

/** Cards that a browser is known to. */
export const KNOWN_CARDS = 6;
const KnownBySchema = z.string().regex(new RegExp(`^(?:[\\w-]{22}){1,${KNOWN_CARDS}}$`));

/** The title and library applied for. The web has asked the catalog for the title. */
const applicationBody = {
  reservationId: ReservationIdSchema,
  recordId: RecordIdSchema,
  title: z.string().min(1).max(1000),
  pickupLibrary: LibraryCodeSchema,
  appliedAt: InstantSchema,
  /** R13, as the catalog's record says: the mails name the cover. */
  protectiveCover: z.boolean().optional(),
};

/** How many titles a patron's list for later takes. */
export const LATER_LIMIT = 100;

/** The patron service's HTTP interface, for the web front ends only. */
export const patronApi = {
  signIn: post('/sign-ins', {
    summary: 'Checks card number and password; an initial password admits only to choosing one (R2)',
    body: z.strictObject({
      cardNumber,
      password: PasswordSchema,
      at: InstantSchema,
      /** The tokens that this browser got at earlier sign-ins, one behind the other. */
      knownBy: KnownBySchema.optional(),
      /** Present where the password is looked at only if the browser is known to the card. */
      onlyKnown: z.literal(true).optional(),
      /** The group of addresses that the try comes from: one birth date may be tried on many cards. */
      from: z.string().max(64).optional(),
    }),
    answer: z.object({
      patronId: PatronIdSchema,
      scope: z.enum(['full', 'choosePassword']),
      /** The token by which the browser is known to this card from now on; none with an initial password. */
      knownBy: KnownBySchema.optional(),
      cardLast4: z.string(),
      /** When the password was set; null: there is none yet, and a letter's code was right. */
      passwordSetAt: InstantSchema.nullable(),
    }),
    refusals: ['SIGN_IN_FAILED', 'SIGN_IN_LATER', 'CARD_REPLACED'],
  }),
  isCard: post('/cards/is-card', {
    summary: 'Whether a card has, or had, that number: a front counts failures by it, and tells it nobody',
    body: z.strictObject({ cardNumber }),
    answer: z.object({ isCard: z.boolean() }),
  }),
  choosePassword: post('/patrons/:patronId/password', {
    summary: 'Chooses a password of the patron’s own',
    params: byPatron,
    body: z.strictObject({
      password: PasswordSchema,
      /** The present password: it is changed only while it still is. */
      current: PasswordSchema.optional(),
      /** When the password was set, as the sign-in said, in place of it: one that was set since is not changed. */
      passwordSetAt: InstantSchema.nullable().optional(),
      at: InstantSchema,
    }),
    answer: z.object({ chosen: z.literal(true) }),
    refusals: ['NOT_FOUND', 'PASSWORD_TOO_SHORT', 'PASSWORD_TOO_EASY', 'SIGN_IN_FAILED', 'SIGN_IN_LATER'],
  }),
  registerEmail: post('/patrons/:patronId/email', {
    summary: 'Registers an address and sends it a link (R2)',
    params: byPatron,
    body: z.strictObject({ wishId: UuidSchema, email: z.email().max(254), at: InstantSchema }),
    answer: z.object({ sent: z.literal(true) }),
    refusals: ['NOT_FOUND', 'TRY_AGAIN'],
  }),
  verifyEmail: post('/email-verifications', {
    summary: 'Opens the link of the mail: the address is verified',
    body: z.strictObject({ token: z.string().min(20).max(128), at: InstantSchema }),
    answer: z.object({ verified: z.literal(true) }),
    refusals: ['LINK_EXPIRED'],
  }),
  lookAtLink: post('/links', {
    summary: 'Whether a mailed link works still; `done`: its address is registered (R2)',
    body: z.strictObject({
      of: z.enum(['emailLink', 'passwordReset']),
      token: z.string().min(20).max(128),
      at: InstantSchema,
    }),
    answer: z.object({ stands: z.enum(['works', 'done', 'over']) }),
  }),
  readPatron: get('/patrons/:patronId', {
    summary: 'What the patron’s own pages show of them',
    params: byPatron,
    answer: z.object({
      patronId: PatronIdSchema,
      cardNumber: z.string(),
      cardStatus: z.enum(['valid', 'suspended', 'expired', 'replaced']),
      passwordChosen: z.boolean(),
      email: z.string().nullable(),
      emailStatus: z.enum(['none', 'unverified', 'verified', 'undeliverable']),
      /** The address whose link waits to be opened, and until when it works. */
      emailWaiting: z.object({ address: z.string(), until: InstantSchema }).nullable().default(null),
      reservations: z.int(),
      loans: z.int(),
      reservationLimit: z.int(),
      loanLimit: z.int(),
      lastPickupLibrary: LibraryCodeSchema.nullable(),
      /** Last day of the card; null: without an end. */
      expiresOn: CalendarDateSchema.nullable(),
      /** When a renewal was asked for that waits for the desk; null: none does. */
      renewalAskedAt: InstantSchema.nullable(),
      preferences: PreferencesSchema,
    }),
    refusals: ['NOT_FOUND'],
  }),
  changePreferences: put('/patrons/:patronId/preferences', {
    summary:
      'What is kept and told, of what is left out as before; without history, what was kept is deleted',
    params: byPatron,
    body: WantedPreferencesSchema,
    answer: PreferencesSchema,
    refusals: ['NOT_FOUND'],
  }),
  history: get('/patrons/:patronId/history', {
    summary: 'Loans that are over, the latest first; empty for whoever did not ask for it to be kept',
    params: byPatron,
    query: z.strictObject({ page: z.coerce.number().int().min(1).max(50).default(1) }),
    answer: z.object({ total: z.int(), page: z.int(), pageSize: z.int(), rows: z.array(HistoryRowSchema) }),
    refusals: ['NOT_FOUND'],
  }),
  forgetHistory: post('/patrons/:patronId/history/forget', {
    summary: 'Deletes one row of the history, or all of it',
    params: byPatron,
    body: z.strictObject({ historyId: UuidSchema.optional() }),
    answer: z.object({ forgotten: z.int() }),
    refusals: ['NOT_FOUND'],
  }),
  later: get('/patrons/:patronId/later', {
    summary:
      'What the patron means to read some day (あとで読む), the newest first; for their own pages alone',
    params: byPatron,
    answer: z.object({ recordIds: z.array(RecordIdSchema) }),
  }),
  keepForLater: post('/patrons/:patronId/later', {
    summary: 'Puts a title on that list, once; a full one takes no more',
    params: byPatron,
    body: z.strictObject({ recordId: RecordIdSchema }),
    answer: z.object({ kept: z.boolean() }),
    refusals: ['NOT_FOUND'],
  }),
  forgetLater: post('/patrons/:patronId/later/forget', {
    summary: 'Takes one title off that list, or all of them',
    params: byPatron,
    body: z.strictObject({ recordId: RecordIdSchema.optional() }),
    answer: z.object({ forgotten: z.int() }),
  }),
  checkPassword: post('/patrons/:patronId/password-check', {
    summary:
      'Whether this is the password, before a change that only its owner may make; counted like a sign-in',
    params: byPatron,
    body: z.strictObject({ password: PasswordSchema, at: InstantSchema }),
    answer: z.object({ right: z.literal(true) }),
    refusals: ['SIGN_IN_FAILED', 'SIGN_IN_LATER'],
  }),
  apply: post('/patrons/:patronId/applications', {
    summary:
      'Writes the application (R1–R3, R16 by constraints); repeated with the same id it answers the same',
    params: byPatron,
    body: z.strictObject({
      ...applicationBody,
      /** The channel; by telephone (staff enter it) neither password nor address is asked for (R2). */
      channel: z.enum(['web', 'phone']).default('web'),
    }),
    answer: z.object({
      reservationId: ReservationIdSchema,
      reservationNumber: z.string(),
      appliedAt: InstantSchema,
    }),
    refusals: reservingRefusals,
  }),
  myLibrary: get('/patrons/:patronId/my-library', {
    summary: 'Every reservation and loan of the patron, ready ones first',
    params: byPatron,
    answer: z.object({ rows: z.array(MyLibraryRowSchema) }),
  }),
  readReservation: get('/patrons/:patronId/reservations/:reservationId', {
    summary: 'One of the patron’s own reservations, with whether another loan of theirs is overdue',
    params: z.strictObject({ patronId: PatronIdSchema, reservationId: ReservationIdSchema }),
    answer: z.object({ row: MyLibraryRowSchema, holderHasOtherOverdue: z.boolean() }),
    refusals: ['NOT_FOUND'],
  }),
  takeWish: post('/reservations/:reservationId/wishes', {
    summary: 'R20: counts a wish before its process is asked, once by its id; cancelling is not counted',
    params: z.strictObject({ reservationId: ReservationIdSchema }),
    body: z.strictObject({ wishId: z.string().min(1).max(100) }),
    answer: z.object({ taken: z.literal(true) }),
    refusals: ['TOO_MANY_WISHES'],
  }),
  resolveCard: post('/card-resolutions', {
    summary:
      'R14: a card shown at a desk (or a release of the prefectural desk, for one visit) → its reservations that are not over; no name, no title',
    body: z.strictObject({
      /** The card's number, or the code of a release, typed in its place. */
      cardNumber,
      /** The desk that asks: a release is for one library. TRY_AGAIN after a library's five wrong codes. */
      library: LibraryCodeSchema.optional(),
      at: InstantSchema,
    }),
    answer: ResolvedCardSchema,
    refusals: ['NOT_FOUND', 'CARD_REPLACED', 'BARCODE_WRONG_KIND', 'TRY_AGAIN'],
  }),
  claimLoan: post('/loan-claims', {
    summary: 'R3: claims a loan slot for a reservation before the hand-over at the counter; repeatable',
    body: z.strictObject({ reservationId: ReservationIdSchema, at: InstantSchema }),
    answer: z.object({
      slot: z.int().positive(),
      /** Whether this request made the claim: an earlier one is somebody else's to give back. */
      made: z.boolean(),
    }),
    refusals: ['LOAN_LIMIT', 'NOT_FOUND'],
  }),
  releaseLoanClaim: post('/loan-claims/release', {
    summary: 'Gives back a claim whose hand-over did not happen; a loan stays',
    body: z.strictObject({ reservationId: ReservationIdSchema, at: InstantSchema }),
    answer: z.object({ released: z.boolean() }),
  }),
  ...keptApi,
  ...readingOrderApi,
  ...patronDeskApi,
  ...cardApi,
  ...taskApi,
  ...commandApi,
} as const;
