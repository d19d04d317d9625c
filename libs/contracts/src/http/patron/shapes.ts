import {
  CalendarDateSchema,
  DeadlineSchema,
  InstantSchema,
  ReservationStateSchema,
} from '@toshobin/lending-rules';
import { z } from 'zod';
import { ReservationNoticeKindSchema } from '../../events.ts';
import { LibraryCodeSchema, RecordIdSchema, ReservationIdSchema, UuidSchema } from '../../ids.ts';

/** A password in one width, as it is compared and hashed, however it was typed (NIST SP 800-63B, NFKC). */
export const PasswordSchema = z.string().min(1).max(256).normalize('NFKC');

export const PatronIdSchema = UuidSchema.brand<'PatronId'>();
export type PatronId = z.infer<typeof PatronIdSchema>;

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
  /** R20: the day on which it resumes by itself. */
  resumesOn: CalendarDateSchema.nullable(),
  /** R15: until when the copy is kept for a loan slot. */
  keptUntil: CalendarDateSchema.nullable(),
  /** 取り置き番号: the number on the hold slip of a copy that is ready. */
  holdNumber: z.string().nullable(),
  extended: z.boolean(),
  /** R8: whether the patron has the copy and others wait for the title, as last heard: no extension then. */
  othersWaiting: z.boolean(),
  refusal: z.string().nullable(),
  /** R13: whether the issue travels in a protective cover and comes back in it. */
  protectiveCover: z.boolean(),
  open: z.boolean(),
});
export type MyLibraryRow = z.infer<typeof MyLibraryRowSchema>;

/** The language in which a patron reads our mails. */
export const MailLanguageSchema = z.enum(['ja', 'en']);

/** A patron's choices of how they are told and what is kept of them. */
export const PreferencesSchema = z.strictObject({
  /** Whether mails name titles; off: a reservation's number only (「メールに書名を書かない」). */
  titlesInMail: z.boolean(),
  /** Whether a mail tells that a pickup library has taken a return in. */
  handedInMail: z.boolean(),
  /** 「メールの言葉」: the language of our mails. An older release does not tell it. */
  mailLanguage: MailLanguageSchema.default('ja'),
  /** Whether a history is kept: off unless asked for. Turned off, what was kept is deleted at once. */
  keepHistory: z.boolean(),
});
export type Preferences = z.infer<typeof PreferencesSchema>;

/** The preferences to change: one that is left out stays, so that none has a default. */
export const WantedPreferencesSchema = PreferencesSchema.extend({
  mailLanguage: MailLanguageSchema,
}).partial();

/** A loan that is over, kept because the patron asked for it. It knows no reservation. */
export const HistoryRowSchema = z.object({
  historyId: UuidSchema,
  recordId: RecordIdSchema,
  title: z.string(),
  returnedOn: CalendarDateSchema,
});
export type HistoryRow = z.infer<typeof HistoryRowSchema>;

/** A mail about a reservation, as staff follow it. No address, no title. */
export const MailSchema = z.object({
  kind: ReservationNoticeKindSchema,
  /** `unsent`: no mail reached. `told`: said on the telephone. `overtaken`: no longer so, and never sent. */
  state: z.enum(['waiting', 'sent', 'unsent', 'told', 'overtaken']),
  /** When the mail was accepted for sending, or else was made. */
  at: InstantSchema,
  /** Whether it was sent again because staff asked for it. */
  again: z.boolean(),
  mayBeSentAgain: z.boolean(),
});
export type Mail = z.infer<typeof MailSchema>;

/** How a card stands that was shown at a desk: no name, no title. */
export const ResolvedCardSchema = z.object({
  cardLast4: z.string(),
  cardStatus: z.enum(['valid', 'suspended', 'expired']),
  /** The card's last day; null: without an end. */
  expiresOn: CalendarDateSchema.nullable(),
  reservations: z.array(
    z.object({
      reservationId: ReservationIdSchema,
      reservationNumber: z.string(),
      state: ReservationStateSchema,
      pickupLibrary: LibraryCodeSchema,
      /** When its parcel is expected there; null: none has left, or nobody knows. */
      expectedDate: CalendarDateSchema.nullable().default(null),
    }),
  ),
  /** Reservations whose hold ended and nobody came: copies may still stand on a hold shelf (the last thirty). */
  holdsEnded: z.array(ReservationIdSchema).default([]),
  /** R2: the number of reservations that the limit counts. */
  reserved: z.int(),
  loans: z.int(),
  loanLimit: z.int(),
});
export type ResolvedCard = z.infer<typeof ResolvedCardSchema>;

/** The refusals of reserving, of one title and of the first of an order. */
export const reservingRefusals = [
  'NOT_FOUND',
  'CARD_EXPIRED',
  'CARD_SUSPENDED',
  'CARD_REPLACED',
  'PASSWORD_NOT_CHOSEN',
  'EMAIL_NOT_REGISTERED',
  'EMAIL_NOT_VERIFIED',
  'EMAIL_UNDELIVERABLE',
  'RESERVATION_LIMIT',
  'ALREADY_RESERVED',
  'ALREADY_ON_LOAN',
  'STATE_CHANGED',
  'PICKUP_LIBRARY_UNKNOWN',
  'PICKUP_LIBRARY_PAUSED',
  'TRY_AGAIN',
] as const;
