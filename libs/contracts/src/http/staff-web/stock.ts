import { z } from 'zod';
import { offered } from '../../endpoint.ts';
import { RecordIdSchema, UuidSchema } from '../../ids.ts';
import { catalogApi, LendingSchema, PartOfWorkSchema, RecordKindSchema } from '../catalog.ts';
import { barcode, reason } from './shapes.ts';

const copyFields = {
  shelfMark: z.string().trim().min(1).max(60),
  weightGrams: z.int().min(1).max(30_000),
  thicknessMm: z.int().min(1).max(500),
  supplementCount: z.int().min(0).max(50),
};

/** The stock, kept by the prefectural desk. */
export const staffStockApi = {
  addRecord: offered(catalogApi.addRecord, {
    body: z.strictObject({
      factId: UuidSchema,
      kind: RecordKindSchema,
      lending: LendingSchema,
      title: z.string().trim().min(1).max(500),
      titleReading: z.string().max(500).default(''),
      part: PartOfWorkSchema,
      author: z.string().max(500).default(''),
      publisher: z.string().max(200).default(''),
      year: z.int().min(0).max(2200).default(0),
      protectiveCover: z.boolean(),
    }),
  }),
  addCopy: offered(catalogApi.addCopy, {
    body: z.strictObject({ recordId: RecordIdSchema, barcode, ...copyFields }),
  }),
  changeCopy: offered(catalogApi.changeCopy, { body: z.strictObject(copyFields) }),
  withdrawCopy: offered(catalogApi.withdrawCopy, {
    body: z.strictObject({ condition: z.enum(['damaged', 'withdrawn']) }),
  }),
  mendCopy: offered(catalogApi.mendCopy, { body: z.strictObject({ reason }) }),
  declareLost: offered(catalogApi.declareLost, { body: z.strictObject({ factId: UuidSchema, reason }) }),
} as const;
