import {
  type CalendarDate,
  CalendarDateSchema,
  dayOf,
  InstantSchema,
  isBefore,
} from '@toshobin/lending-rules';
import { z } from 'zod';
import { byStaff, readNumber as cardNumber, reason } from '../../by-staff.ts';
import { get, post } from '../../endpoint.ts';
import { UuidSchema } from '../../ids.ts';
import { MailLanguageSchema } from './shapes.ts';

/** Folds a number as it is written on paper or by a Japanese keyboard: full-width digits, and whichever dash. */
const narrow = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/[\u2010-\u2015\u2212\u30fc]/g, '-')
    .replace(/\s/g, '');

/** Keeps a line of text one: without signs that end it, hide what is beside them or turn it round. */
const oneLine = (text: string) =>
  text
    .replace(/\p{Cf}/gu, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();

/** How long a new card is valid: five years, since the library's page says nothing; staff may change the day. */
export const CARD_VALID_DAYS = 5 * 365;

const OLDEST_YEARS = 120;

/** Whether somebody who applies today can be born on that day. */
export function isBirthDate(date: CalendarDate, today: CalendarDate): boolean {
  const oldest = `${Number(today.slice(0, 4)) - OLDEST_YEARS}${today.slice(4)}`;
  return isBefore(date, today) && date >= oldest;
}

const PhoneSchema = z
  .string()
  .overwrite(narrow)
  .regex(/^[0-9-]{10,15}$/);

/** What a person writes to get a card, online or on paper. */
export const CardApplicationSchema = z.strictObject({
  applicationId: UuidSchema,
  name: z.string().overwrite(oneLine).min(1).max(100),
  nameReading: z
    .string()
    .overwrite((text) => oneLine(text.normalize('NFKC')))
    .min(1)
    .max(100),
  birthDate: CalendarDateSchema,
  postcode: z
    .string()
    .overwrite((text) => narrow(text).replace(/^(\d{3})(\d{4})$/, '$1-$2'))
    .regex(/^\d{3}-?\d{4}$/),
  address: z.string().overwrite(oneLine).min(1).max(300),
  phone: PhoneSchema.nullable(),
  email: z.email().max(254).nullable(),
});
export type CardApplication = z.infer<typeof CardApplicationSchema>;
/** The data of a person that may be written down wrong, or be otherwise since they have moved. */
export const CorrectedSchema = CardApplicationSchema.pick({
  name: true,
  nameReading: true,
  birthDate: true,
  postcode: true,
  address: true,
})
  .extend({ phone: PhoneSchema })
  .partial();
/** The card of somebody who may be the same person. */
export const PersonsCardSchema = z.object({
  cardNumber: z.string(),
  name: z.string(),
  nameReading: z.string().nullable(),
});
const CardApplicationStateSchema = z.enum(['applied', 'approved', 'issued', 'declined']);

const bornAmiss = { path: ['birthDate'], error: 'must be before today, and at most 120 years ago' };
const cardChanged = z.object({ cardNumber: z.string(), expiresOn: CalendarDateSchema.nullable() });
const cardRefusals = ['NOT_FOUND', 'CARD_REPLACED', 'BARCODE_WRONG_KIND'] as const;

/** R1: cards, from the application to the replacement. */
export const cardApi = {
  applyForCard: post('/card-applications', {
    summary: 'Applies for a card: online by the person (an address is asked for), on paper entered by staff',
    body: z
      .strictObject({
        application: CardApplicationSchema,
        channel: z.enum(['online', 'paper']),
        /** The language of the pages that it was written on, in which the applicant gets mails. Left out, Japanese. */
        mailLanguage: MailLanguageSchema.optional(),
        at: InstantSchema,
      })
      .refine(({ application: { birthDate }, at }) => isBirthDate(birthDate, dayOf(at)), {
        ...bornAmiss,
        path: ['application', 'birthDate'],
      }),
    answer: z.object({ applicationId: UuidSchema, applicationNumber: z.string() }),
    refusals: ['EMAIL_NOT_REGISTERED', 'STATE_CHANGED', 'TRY_AGAIN'],
  }),
  cardApplications: get('/card-applications', {
    summary: 'Applications that wait for a check, or for their card to be posted (prefectural desk only)',
    answer: z.object({
      applications: z.array(
        CardApplicationSchema.extend({
          /** The reading; it may not be known of a patron whose card was replaced. */
          nameReading: z.string().nullable(),
          postcode: z.string().nullable(),
          address: z.string().nullable(),
          applicationNumber: z.string(),
          channel: z.enum(['online', 'paper']),
          state: CardApplicationStateSchema,
          appliedAt: InstantSchema,
          cardNumber: z.string().nullable(),
          /** Whether an earlier card works no more. */
          reissued: z.boolean().default(false),
          /** Whether the birth date lets them in no more. */
          passwordChosen: z.boolean().default(false),
          /** Cards of others born on that day with the same name, reading or address: maybe the same person. */
          sameCards: z.array(PersonsCardSchema).default([]),
          /** The last digits of these, for a reader of an older release. */
          otherCards: z.array(z.string()).default([]),
          /** Applications of such persons who wait for a card. */
          otherApplications: z.array(UuidSchema).default([]),
        }),
      ),
    }),
  }),
  checkCardApplication: post('/card-applications/:applicationId/check', {
    summary: 'The identity was checked: approved, or declined with a reason that the mail names',
    params: z.strictObject({ applicationId: UuidSchema }),
    body: z
      .strictObject({ approved: z.boolean(), reason: reason.optional(), ...byStaff })
      .refine(({ approved, reason }) => approved || reason !== undefined, {
        path: ['reason'],
        error: 'must be given when it is declined',
      }),
    answer: z.object({
      state: CardApplicationStateSchema,
      /** The number that the applicant was given; an older release does not say it. */
      applicationNumber: z.string().optional(),
    }),
    refusals: ['NOT_FOUND', 'STATE_CHANGED'],
  }),
  endRegistration: post('/cards/end-registration', {
    summary:
      'Somebody gives up their card: everything that is kept of them is erased, once nothing is reserved or lent. Not to be undone',
    body: z.strictObject({ cardNumber, reason, ...byStaff }),
    answer: z.object({ ended: z.boolean() }),
    refusals: [...cardRefusals, 'STILL_IN_USE'],
  }),
  replaceCard: post('/cards/replace', {
    summary: 'Lost or worn: a new number that works at once; loans and holds follow, the old one is refused',
    body: z.strictObject({ cardNumber, reason, ...byStaff }),
    answer: cardChanged,
    refusals: cardRefusals,
  }),
  suspendCard: post('/cards/suspend', {
    summary: 'A suspended card may not reserve; it returns, sees its loans and picks up what is ready',
    body: z.strictObject({ cardNumber, suspended: z.boolean(), reason, ...byStaff }),
    answer: cardChanged.extend({ suspended: z.boolean() }),
    refusals: cardRefusals,
  }),
  correctPerson: post('/cards/person', {
    summary:
      'What was written down wrong of a person is put right, what is left out stays; so does the initial password (R2)',
    body: z
      .strictObject({ cardNumber, ...CorrectedSchema.shape, reason, ...byStaff })
      .refine(({ birthDate, at }) => birthDate === undefined || isBirthDate(birthDate, dayOf(at)), bornAmiss),
    answer: z.object({ corrected: z.literal(true) }),
    refusals: cardRefusals,
  }),
  renewCard: post('/cards/renew', {
    summary: 'A new last day, by staff after a renewal online, by mail or at the desk',
    body: z.strictObject({ cardNumber, expiresOn: CalendarDateSchema, ...byStaff }),
    answer: cardChanged,
    refusals: cardRefusals,
  }),
  askForRenewal: post('/patrons/:patronId/card-renewal', {
    summary: 'The patron asks to renew the card online: a task for the desk',
    params: z.strictObject({ patronId: UuidSchema }),
    body: z.strictObject({ at: InstantSchema }),
    answer: z.object({ asked: z.literal(true) }),
    refusals: ['NOT_FOUND'],
  }),
  cardRenewals: get('/card-renewals', {
    summary:
      'Renewals that patrons asked for; the task renewCard is about one of them (prefectural desk only)',
    answer: z.object({
      renewals: z.array(
        z.object({
          /** The application, which is the subject of its task. */
          applicationId: UuidSchema,
          askedAt: InstantSchema,
          name: z.string(),
          birthDate: CalendarDateSchema,
          phone: z.string().nullable(),
          cardNumber: z.string(),
          expiresOn: CalendarDateSchema.nullable(),
        }),
      ),
    }),
  }),
} as const;
