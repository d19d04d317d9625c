import { CalendarDateSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { readNumber as barcode, reason } from '../../by-staff.ts';
import { offered, post } from '../../endpoint.ts';
import { LibraryCodeSchema } from '../../ids.ts';
import { CardApplicationSchema, CorrectedSchema, patronApi } from '../patron/index.ts';

/** R1: cards, at the prefectural desk alone. */
export const staffCardApi = {
  cardApplications: offered(patronApi.cardApplications),
  enterCardApplication: offered(patronApi.applyForCard, {
    summary: 'Enters an application that came on paper',
    body: z.strictObject({ application: CardApplicationSchema }),
  }),
  checkCardApplication: offered(patronApi.checkCardApplication, {
    body: z
      .strictObject({ approved: z.boolean(), reason: reason.optional() })
      .refine(({ approved, reason }) => approved || reason !== undefined, {
        path: ['reason'],
        error: 'must be given when it is declined',
      }),
  }),
  cardRenewals: offered(patronApi.cardRenewals),
  replaceCard: offered(patronApi.replaceCard, { body: z.strictObject({ cardNumber: barcode, reason }) }),
  endRegistration: offered(patronApi.endRegistration, {
    body: z.strictObject({ cardNumber: barcode, reason, sure: z.boolean() }),
  }),
  suspendCard: offered(patronApi.suspendCard, {
    body: z.strictObject({ cardNumber: barcode, suspended: z.boolean(), reason }),
  }),
  correctPerson: offered(patronApi.correctPerson, {
    body: z.strictObject({ cardNumber: barcode, ...CorrectedSchema.shape, reason }),
  }),
  renewCard: offered(patronApi.renewCard, {
    body: z.strictObject({ cardNumber: barcode, expiresOn: CalendarDateSchema }),
  }),
  releaseWithoutCard: offered(patronApi.releaseWithoutCard, {
    body: z.strictObject({ cardNumber: barcode, library: LibraryCodeSchema, reason }),
  }),
  issueLetterCode: post('/api/letter-codes', {
    summary: patronApi.issueLetterCode.summary,
    body: z.strictObject({ cardNumber: barcode, reason }),
    answer: patronApi.issueLetterCode.answer,
    refusals: [...patronApi.issueLetterCode.refusals, 'BARCODE_WRONG_KIND'],
  }),
} as const;
