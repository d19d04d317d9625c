import { CalendarDateSchema, InstantSchema, ReservationStateSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { post } from '../../endpoint.ts';
import { LibraryCodeSchema, RecordIdSchema } from '../../ids.ts';
import { MailLanguageSchema, PasswordSchema, PatronIdSchema } from './shapes.ts';

const at = InstantSchema;
const atOrNull = InstantSchema.nullable();
const dayOrNull = CalendarDateSchema.nullable();
const text = z.string();
const textOrNull = z.string().nullable();

/**
 * Everything that the patron service keeps of one person, table by table and by the names of its columns, for that
 * person to take along. A test names each table and column that is not told, and why (`kept-of-patron.test.ts`).
 */
export const KeptOfPatronSchema = z.object({
  patron: z.array(
    z.object({
      name: text,
      nameReading: textOrNull,
      birthDate: CalendarDateSchema,
      postcode: textOrNull,
      address: textOrNull,
      phone: textOrNull,
      email: textOrNull,
      emailStatus: z.enum(['none', 'unverified', 'verified', 'undeliverable']),
      titlesInMail: z.boolean(),
      handedInMail: z.boolean(),
      mailLanguage: MailLanguageSchema,
      lastPickupLibrary: LibraryCodeSchema.nullable(),
      createdAt: at,
    }),
  ),
  /** The person's cards, the present one first. */
  card: z.array(
    z.object({
      number: text,
      suspended: z.boolean(),
      expiresOn: dayOrNull,
      replacedAt: atOrNull,
      remindedFor: dayOrNull,
      /** An older release does not tell this. */
      erasureToldOn: dayOrNull.default(null),
    }),
  ),
  credential: z.array(z.object({ kind: z.enum(['initial', 'chosen']), setAt: at, tries: z.int() })),
  letterCode: z.array(z.object({ createdAt: at, validUntil: CalendarDateSchema })),
  passwordReset: z.array(z.object({ createdAt: at, expiresAt: at, usedAt: atOrNull })),
  emailVerification: z.array(z.object({ email: text, createdAt: at, expiresAt: at, usedAt: atOrNull })),
  cardApplication: z.array(
    z.object({
      number: text,
      channel: z.enum(['online', 'paper']),
      state: z.enum(['applied', 'approved', 'issued', 'declined']),
      mailLanguage: MailLanguageSchema,
      appliedAt: at,
      checkedAt: atOrNull,
    }),
  ),
  cardRenewal: z.array(z.object({ askedAt: at })),
  cardRelease: z.array(
    z.object({ library: LibraryCodeSchema, createdAt: at, validUntil: at, usedUntil: atOrNull }),
  ),
  /** Reservations and loans, the latest first. */
  application: z.array(
    z.object({
      number: text,
      title: text,
      recordId: RecordIdSchema,
      pickupLibrary: LibraryCodeSchema,
      channel: z.enum(['web', 'phone', 'counter']),
      protectiveCover: z.boolean(),
      appliedAt: at,
      state: ReservationStateSchema,
      plannedDispatchDay: dayOrNull,
      expectedDate: dayOrNull,
      holdUntil: dayOrNull,
      keptUntil: dayOrNull,
      dueDate: dayOrNull,
      extended: z.boolean(),
      resumesOn: dayOrNull,
      returnedOn: dayOrNull,
      refusal: textOrNull,
      endedAt: atOrNull,
      closedAt: atOrNull,
    }),
  ),
  readingOrder: z.array(
    z.object({ pickupLibrary: LibraryCodeSchema, early: z.boolean(), openedAt: at, decideBy: atOrNull }),
  ),
  readingOrderVolume: z.array(
    z.object({
      place: z.int(),
      title: text,
      recordId: RecordIdSchema,
      protectiveCover: z.boolean(),
      missed: z.boolean(),
      refusal: textOrNull,
    }),
  ),
  historyWish: z.array(z.object({ since: at })),
  historyEntry: z.array(z.object({ title: text, recordId: RecordIdSchema, returnedOn: CalendarDateSchema })),
  /** あとで読む: the titles are the catalog's. */
  laterTitle: z.array(z.object({ recordId: RecordIdSchema, addedAt: at })),
  /** Mails, sent or waiting, the latest first. */
  notice: z.array(
    z.object({
      kind: text,
      /** The subject of the mail, in the language that the patron chose. */
      subject: text,
      status: z.enum(['pending', 'sending', 'sent', 'failed', 'noAddress', 'overtaken', 'bounced', 'told']),
      address: textOrNull,
      createdAt: at,
      sentAt: atOrNull,
      holdDate: dayOrNull,
    }),
  ),
  task: z.array(z.object({ kind: text, why: text, openedAt: at, clearedAt: atOrNull })),
});
export type KeptOfPatron = z.output<typeof KeptOfPatronSchema>;

export const keptApi = {
  keptOfPatron: post('/patrons/:patronId/kept', {
    summary: 'Everything that is kept of one person, for themselves and with their password: no hash, no key',
    params: z.strictObject({ patronId: PatronIdSchema }),
    body: z.strictObject({ password: PasswordSchema, at: InstantSchema }),
    answer: KeptOfPatronSchema,
    refusals: ['SIGN_IN_FAILED', 'SIGN_IN_LATER'],
  }),
} as const;
