import { CalendarDateSchema, InstantSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { byStaff, readNumber as cardNumber, reason } from '../../by-staff.ts';
import { get, post } from '../../endpoint.ts';
import { NoticeKindSchema, ReservationNoticeKindSchema } from '../../events.ts';
import { LibraryCodeSchema, RecordIdSchema, ReservationIdSchema, UuidSchema } from '../../ids.ts';
import { PersonsCardSchema } from './cards.ts';
import {
  MailSchema,
  MyLibraryRowSchema,
  PasswordSchema,
  PatronIdSchema,
  ResolvedCardSchema,
} from './shapes.ts';

const byPatron = z.strictObject({ patronId: PatronIdSchema });

const WrittenMailSchema = z.object({ subject: z.string(), text: z.string() });

/** What the prefectural desk does for a patron; a branch never does (R14: branches don't search persons). */
export const patronDeskApi = {
  findByCard: post('/desk/patrons', {
    summary: 'The patron of a card, for the prefectural desk on the telephone; also by an old card’s number',
    body: z.strictObject({ cardNumber, at: InstantSchema }),
    answer: z.object({
      patronId: PatronIdSchema,
      name: z.string(),
      birthDate: CalendarDateSchema,
      /** Where letters and cards are posted to; null for a card of the old system. */
      postcode: z.string().nullable().default(null),
      address: z.string().nullable().default(null),
      phone: z.string().nullable(),
      cardNumber: z.string(),
      cardStatus: z.enum(['valid', 'suspended', 'expired']),
      expiresOn: CalendarDateSchema.nullable(),
      /** Whether the given number is of a card that was replaced. */
      givenWasReplaced: z.boolean(),
      /** Cards of others born on that day with the same name, reading or address of mails: maybe the same person. */
      sameCards: z.array(PersonsCardSchema).default([]),
      /** The last digits of these, for a reader of an older release. */
      otherCards: z.array(z.string()).default([]),
      emailStatus: z.enum(['none', 'unverified', 'verified', 'undeliverable']),
      loans: z.int(),
      reservations: z.int(),
      rows: z.array(MyLibraryRowSchema),
    }),
    refusals: ['NOT_FOUND', 'BARCODE_WRONG_KIND'],
  }),
  findPersons: post('/desk/persons', {
    summary:
      'At most 20 persons, for the prefectural desk: by the beginning of a name or a part of it (kanji or kana), the end of a telephone number, or a card',
    body: z.strictObject({ text: z.string().max(200) }),
    answer: z.object({
      persons: z.array(
        z.object({
          cardNumber: z.string(),
          name: z.string(),
          nameReading: z.string().nullable(),
          birthDate: CalendarDateSchema,
          phone: z.string().nullable(),
        }),
      ),
      /** Whether there are more, too many to choose from. */
      more: z.boolean(),
    }),
  }),
  patronOfReservation: get('/desk/reservations/:reservationId', {
    summary: 'Whom to call about a reservation (tasks of the prefectural desk); NOT_FOUND once erased',
    params: z.strictObject({ reservationId: ReservationIdSchema }),
    answer: z.object({
      patronId: PatronIdSchema,
      name: z.string(),
      phone: z.string().nullable(),
      cardLast4: z.string(),
      row: MyLibraryRowSchema,
    }),
    refusals: ['NOT_FOUND'],
  }),
  reservationOfNumber: get('/desk/reservation-numbers/:reservationNumber', {
    summary: 'The reservation with the number that is read out on the telephone; no person',
    params: z.strictObject({ reservationNumber: z.string().min(1).max(20) }),
    answer: z.object({ reservationId: ReservationIdSchema }),
    refusals: ['NOT_FOUND'],
  }),
  numbersOfReservations: post('/desk/reservation-numbers', {
    summary: 'The numbers by which staff and patrons know reservations; those erased are left out; no person',
    body: z.strictObject({ reservationIds: z.array(ReservationIdSchema).max(500) }),
    answer: z.object({
      numbers: z.array(z.object({ reservationId: ReservationIdSchema, reservationNumber: z.string() })),
    }),
  }),
  mailsOfReservation: get('/desk/reservations/:reservationId/mails', {
    summary:
      'The number of a reservation and the mails about it, the latest first, and which of them may be sent again; no person',
    params: z.strictObject({ reservationId: ReservationIdSchema }),
    answer: z.object({ reservationNumber: z.string(), mails: z.array(MailSchema) }),
    refusals: ['NOT_FOUND'],
  }),
  mailAgain: post('/desk/reservations/:reservationId/mails', {
    summary:
      'Sends a mail again, once a wish: no date in it is earlier than the one that was mailed (R6). Without an address the desk telephones instead (R2). STATE_CHANGED: it is about to go out, or is no longer so',
    params: z.strictObject({ reservationId: ReservationIdSchema }),
    body: z.strictObject({ wishId: UuidSchema, kind: ReservationNoticeKindSchema, at: InstantSchema }),
    answer: z.object({ told: z.enum(['byMail', 'byTelephone']) }),
    refusals: ['NOT_FOUND', 'STATE_CHANGED'],
  }),
  cardDigits: post('/desk/card-digits', {
    summary:
      'The last four digits of the cards that reservations are for, as on a hold slip; those erased are left out',
    body: z.strictObject({ reservationIds: z.array(ReservationIdSchema).max(500) }),
    answer: z.object({
      cards: z.array(z.object({ reservationId: ReservationIdSchema, cardLast4: z.string() })),
    }),
  }),
  openCounterLoan: post('/counter-loans', {
    summary:
      'R3: the row and the loan slot of a loan without a reservation, before the hand-over; where this person waits for the title, that reservation is answered',
    body: z.strictObject({
      reservationId: ReservationIdSchema,
      cardNumber,
      recordId: RecordIdSchema,
      title: z.string().min(1).max(1000),
      protectiveCover: z.boolean(),
      at: InstantSchema,
      /** R3: the reason for a loan past ten; it is flagged. */
      overrideReason: reason.optional(),
    }),
    answer: z.object({
      reservationId: ReservationIdSchema,
      /** Whether this request made the row and the claim, to be given back when nothing was lent. */
      made: z.boolean(),
      /** How the card stands with it. */
      card: ResolvedCardSchema,
    }),
    refusals: [
      'NOT_FOUND',
      'CARD_REPLACED',
      'CARD_EXPIRED',
      'CARD_SUSPENDED',
      'BARCODE_WRONG_KIND',
      'LOAN_LIMIT',
      'ALREADY_ON_LOAN',
      'STATE_CHANGED',
    ],
  }),
  releaseCounterLoan: post('/counter-loans/release', {
    summary: 'Nothing was lent after all: the row and the slot go, unless the loan is there',
    body: z.strictObject({ reservationId: ReservationIdSchema, at: InstantSchema }),
    answer: z.object({ released: z.boolean() }),
  }),
  releaseWithoutCard: post('/card-releases', {
    summary:
      'R14: card forgotten; the prefectural desk has checked the caller and lets one branch hand out, once and today. The code is typed there in place of the card',
    body: z.strictObject({ cardNumber, library: LibraryCodeSchema, ...byStaff, reason }),
    answer: z.object({ code: z.string(), validUntil: InstantSchema }),
    refusals: ['NOT_FOUND', 'CARD_REPLACED', 'BARCODE_WRONG_KIND', 'PICKUP_LIBRARY_UNKNOWN'],
  }),
  pickupPausePreview: get('/desk/libraries/:library/pickup-pause/preview', {
    summary: 'R5: of how many reservations the patrons would be asked to choose another pickup library',
    params: z.strictObject({ library: LibraryCodeSchema }),
    answer: z.object({ waiting: z.int() }),
  }),
  mailSamples: get('/mail-samples', {
    summary: 'Every mail as it would go out now, about a made-up book of a made-up card',
    answer: z.object({
      mails: z.array(
        WrittenMailSchema.extend({
          kind: NoticeKindSchema,
          /** The mail for readers of English; an older release does not tell it. */
          english: WrittenMailSchema.optional(),
        }),
      ),
    }),
  }),
  expiredCards: get('/expired-cards', {
    summary:
      'How many registrations the nights would end if cards that ended so many months ago were not kept, and how many stay',
    query: z.strictObject({ months: z.coerce.number().int().min(1).max(240) }),
    answer: z.object({
      ends: z.int(),
      /** How many have something reserved, lent or chosen to be read in order, or a renewal that waits for the desk. */
      open: z.int(),
      suspended: z.int(),
      /** How many a night ends at most. */
      aNight: z.int(),
    }),
  }),
  mailQueue: get('/mail-queue', {
    summary:
      'Mails that wait to be sent: those whose time has come, since when, and those that have failed before',
    answer: z.object({
      due: z.int(),
      /** Since when the first of these waits. */
      since: InstantSchema.nullable(),
      /** How many have an hour or a day that comes later. */
      later: z.int(),
      triedBefore: z.int(),
    }),
  }),
  issueLetterCode: post('/patrons/:patronId/letter-codes', {
    summary: 'Locked out, without mail: after a check on the telephone, a one-time code for a sealed letter',
    params: byPatron,
    body: z.strictObject({ ...byStaff, reason }),
    answer: z.object({
      code: z.string(),
      validUntil: CalendarDateSchema,
      /** Where the letter goes; without an address for a card of the old system. */
      to: z.object({ name: z.string(), postcode: z.string().nullable(), address: z.string().nullable() }),
    }),
    refusals: ['NOT_FOUND'],
  }),
  sendTestMail: post('/patrons/:patronId/test-mail', {
    summary: 'A mail to the registered address, to see whether it arrives (at once, a few times a day)',
    params: byPatron,
    body: z.strictObject({ wishId: UuidSchema, at: InstantSchema }),
    answer: z.object({ sent: z.literal(true) }),
    refusals: ['NOT_FOUND', 'EMAIL_NOT_REGISTERED', 'EMAIL_NOT_VERIFIED', 'EMAIL_UNDELIVERABLE', 'TRY_AGAIN'],
  }),
  requestPasswordReset: post('/password-resets', {
    summary:
      'Mails a link, if card and birth date belong together and there is an address; always answers the same',
    body: z.strictObject({
      wishId: UuidSchema,
      cardNumber,
      birthDate: CalendarDateSchema,
      at: InstantSchema,
    }),
    answer: z.object({ asked: z.literal(true) }),
  }),
  resetPassword: post('/password-resets/use', {
    summary: 'A new password by the mailed link, once',
    body: z.strictObject({ token: z.string().min(20).max(128), password: PasswordSchema, at: InstantSchema }),
    /** The patron whose password it was: their sessions end. */
    answer: z.object({ chosen: z.literal(true), patronId: PatronIdSchema }),
    refusals: ['LINK_EXPIRED', 'PASSWORD_TOO_SHORT', 'PASSWORD_TOO_EASY'],
  }),
} as const;
