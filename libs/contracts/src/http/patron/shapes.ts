import {
  CalendarDateSchema,
  DeadlineSchema,
  InstantSchema,
  ReservationStateSchema,
} from '@toshobin/lending-rules';
import { z } from 'zod';
import { ReservationNoticeKindSchema } from '../../events.ts';
import { LibraryCodeSchema, RecordIdSchema, ReservationIdSchema, UuidSchema } from '../../ids.ts';

/** A password as it is compared and hashed: in one width, however a telephone's keyboard wrote it (NIST SP 800-63B, NFKC). */
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
  /** R20: resumes by itself on that day. */
  resumesOn: CalendarDateSchema.nullable(),
  /** R15: kept until then for a loan slot. */
  keptUntil: CalendarDateSchema.nullable(),
  /** 取り置き番号: of a copy that is ready, as it stands on its hold slip. */
  holdNumber: z.string().nullable(),
  extended: z.boolean(),
  /** R8: the patron has the copy and somebody else waits for the title, as last heard: an extension would be refused. */
  othersWaiting: z.boolean(),
  refusal: z.string().nullable(),
  /** R13: an issue that travels in a protective cover and comes back in it. */
  protectiveCover: z.boolean(),
  open: z.boolean(),
});
export type MyLibraryRow = z.infer<typeof MyLibraryRowSchema>;

/** What a patron reads our mails in. */
export const MailLanguageSchema = z.enum(['ja', 'en']);

/** What a patron may choose of how they are told and what is kept of them. */
export const PreferencesSchema = z.strictObject({
  /** Off: mails name a reservation's number only (「メールに書名を書かない」). */
  titlesInMail: z.boolean(),
  /** A mail when a return is taken in at a pickup library. */
  handedInMail: z.boolean(),
  /** 「メールの言葉」: what our mails are written in. The release before does not tell it. */
  mailLanguage: MailLanguageSchema.default('ja'),
  /** Off unless asked for. Turned off, what was kept is deleted at once. */
  keepHistory: z.boolean(),
});
export type Preferences = z.infer<typeof PreferencesSchema>;

/** What of it is to be otherwise: what is left out stays, so that nothing of it has a default. */
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
  /** `unsent`: no mail reached. `told`: said on the telephone. `overtaken`: it was no longer so, and never went out. */
  state: z.enum(['waiting', 'sent', 'unsent', 'told', 'overtaken']),
  /** When it was accepted for sending, or else was made. */
  at: InstantSchema,
  /** Sent again because staff asked for it. */
  again: z.boolean(),
  mayBeSentAgain: z.boolean(),
});
export type Mail = z.infer<typeof MailSchema>;

/** How a card stands that was shown at a desk: no name, no title. */
export const ResolvedCardSchema = z.object({
  cardLast4: z.string(),
  cardStatus: z.enum(['valid', 'suspended', 'expired']),
  /** Its last day; null: without an end. */
  expiresOn: CalendarDateSchema.nullable(),
  reservations: z.array(
    z.object({
      reservationId: ReservationIdSchema,
      reservationNumber: z.string(),
      state: ReservationStateSchema,
      pickupLibrary: LibraryCodeSchema,
      /** By when its parcel is expected there; null: none has left, or nobody knows. */
      expectedDate: CalendarDateSchema.nullable().default(null),
    }),
  ),
  /** Whose hold ended and nobody came: their copies may stand on a hold shelf still (the last thirty). */
  holdsEnded: z.array(ReservationIdSchema).default([]),
  /** R2: as the limit counts them. */
  reserved: z.int(),
  loans: z.int(),
  loanLimit: z.int(),
});
export type ResolvedCard = z.infer<typeof ResolvedCardSchema>;

/** What reserving is refused with, of one title and of the first of an order. */
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
