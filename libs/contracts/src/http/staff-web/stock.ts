import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { RecordIdSchema, UuidSchema } from '../../ids.ts';
import { catalogApi, LendingSchema, RecordKindSchema } from '../catalog.ts';
import { barcode, reason } from './shapes.ts';

const byBarcode = z.strictObject({ barcode });
const copyFields = {
  shelfMark: z.string().trim().min(1).max(60),
  weightGrams: z.int().min(1).max(30_000),
  thicknessMm: z.int().min(1).max(500),
  supplementCount: z.int().min(0).max(50),
};

/** The stock, kept by the prefectural desk. */
export const staffStockApi = {
  addRecord: endpoint({
    method: 'post',
    path: '/api/records',
    summary: catalogApi.addRecord.summary,
    body: z.strictObject({
      factId: UuidSchema,
      kind: RecordKindSchema,
      lending: LendingSchema,
      title: z.string().trim().min(1).max(500),
      titleReading: z.string().max(500).default(''),
      author: z.string().max(500).default(''),
      publisher: z.string().max(200).default(''),
      year: z.int().min(0).max(2200).default(0),
      protectiveCover: z.boolean(),
    }),
    answer: catalogApi.addRecord.answer,
    refusals: catalogApi.addRecord.refusals,
  }),
  addCopy: endpoint({
    method: 'post',
    path: '/api/copies',
    summary: catalogApi.addCopy.summary,
    body: z.strictObject({ recordId: RecordIdSchema, barcode, ...copyFields }),
    answer: catalogApi.addCopy.answer,
    refusals: catalogApi.addCopy.refusals,
  }),
  changeCopy: endpoint({
    method: 'put',
    path: '/api/copies/:barcode',
    summary: catalogApi.changeCopy.summary,
    params: byBarcode,
    body: z.strictObject(copyFields),
    answer: catalogApi.changeCopy.answer,
    refusals: catalogApi.changeCopy.refusals,
  }),
  withdrawCopy: endpoint({
    method: 'post',
    path: '/api/copies/:barcode/withdrawal',
    summary: catalogApi.withdrawCopy.summary,
    params: byBarcode,
    body: z.strictObject({ condition: z.enum(['damaged', 'withdrawn']) }),
    answer: catalogApi.withdrawCopy.answer,
    refusals: catalogApi.withdrawCopy.refusals,
  }),
  mendCopy: endpoint({
    method: 'post',
    path: '/api/copies/:barcode/service',
    summary: catalogApi.mendCopy.summary,
    params: byBarcode,
    body: z.strictObject({ reason }),
    answer: catalogApi.mendCopy.answer,
    refusals: catalogApi.mendCopy.refusals,
  }),
  declareLost: endpoint({
    method: 'post',
    path: '/api/copies/:barcode/lost',
    summary: catalogApi.declareLost.summary,
    params: byBarcode,
    body: z.strictObject({ factId: UuidSchema, reason }),
    answer: catalogApi.declareLost.answer,
    refusals: catalogApi.declareLost.refusals,
  }),
} as const;
