import { CalendarDateSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { LibraryCodeSchema, UuidSchema } from '../../ids.ts';
import { CardApplicationSchema, patronApi } from '../patron.ts';
import { barcode, reason } from './shapes.ts';

/** R1: cards, at the prefectural desk alone. */
export const staffCardApi = {
  cardApplications: { ...patronApi.cardApplications, path: '/api/card-applications' },
  enterCardApplication: endpoint({
    method: 'post',
    path: '/api/card-applications',
    summary: 'Enters an application that came on paper',
    body: z.strictObject({ application: CardApplicationSchema }),
    answer: patronApi.applyForCard.answer,
    refusals: patronApi.applyForCard.refusals,
  }),
  checkCardApplication: endpoint({
    method: 'post',
    path: '/api/card-applications/:applicationId/check',
    summary: patronApi.checkCardApplication.summary,
    params: z.strictObject({ applicationId: UuidSchema }),
    body: z
      .strictObject({ approved: z.boolean(), reason: reason.optional() })
      .refine(({ approved, reason }) => approved || reason !== undefined, {
        path: ['reason'],
        error: 'must be given when it is declined',
      }),
    answer: patronApi.checkCardApplication.answer,
    refusals: patronApi.checkCardApplication.refusals,
  }),
  cardRenewals: { ...patronApi.cardRenewals, path: '/api/card-renewals' },
  replaceCard: endpoint({
    method: 'post',
    path: '/api/cards/replace',
    summary: patronApi.replaceCard.summary,
    body: z.strictObject({ cardNumber: barcode, reason }),
    answer: patronApi.replaceCard.answer,
    refusals: patronApi.replaceCard.refusals,
  }),
  suspendCard: endpoint({
    method: 'post',
    path: '/api/cards/suspend',
    summary: patronApi.suspendCard.summary,
    body: z.strictObject({ cardNumber: barcode, suspended: z.boolean(), reason }),
    answer: patronApi.suspendCard.answer,
    refusals: patronApi.suspendCard.refusals,
  }),
  renewCard: endpoint({
    method: 'post',
    path: '/api/cards/renew',
    summary: patronApi.renewCard.summary,
    body: z.strictObject({ cardNumber: barcode, expiresOn: CalendarDateSchema }),
    answer: patronApi.renewCard.answer,
    refusals: patronApi.renewCard.refusals,
  }),
  releaseWithoutCard: endpoint({
    method: 'post',
    path: '/api/card-releases',
    summary: patronApi.releaseWithoutCard.summary,
    body: z.strictObject({ cardNumber: barcode, library: LibraryCodeSchema, reason }),
    answer: patronApi.releaseWithoutCard.answer,
    refusals: patronApi.releaseWithoutCard.refusals,
  }),
  issueLetterCode: endpoint({
    method: 'post',
    path: '/api/letter-codes',
    summary: patronApi.issueLetterCode.summary,
    body: z.strictObject({ cardNumber: barcode, reason }),
    answer: patronApi.issueLetterCode.answer,
    refusals: [...patronApi.issueLetterCode.refusals, 'BARCODE_WRONG_KIND'],
  }),
} as const;
