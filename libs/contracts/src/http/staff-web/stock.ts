import { z } from 'zod';
import { readNumber as barcode, reason } from '../../by-staff.ts';
import { offered } from '../../endpoint.ts';
import { RecordIdSchema, UuidSchema } from '../../ids.ts';
import { copyFields, recordFields } from '../catalog/desk.ts';
import { catalogApi } from '../catalog/index.ts';
import { OutOfUseSchema } from '../catalog/place-and-condition.ts';

/** The stock, kept by the prefectural desk. */
export const staffStockApi = {
  addRecord: offered(catalogApi.addRecord, { body: z.strictObject(recordFields) }),
  addCopy: offered(catalogApi.addCopy, {
    body: z.strictObject({ recordId: RecordIdSchema, barcode, ...copyFields }),
  }),
  changeCopy: offered(catalogApi.changeCopy, { body: z.strictObject(copyFields) }),
  withdrawCopy: offered(catalogApi.withdrawCopy, {
    body: z.strictObject({ condition: OutOfUseSchema }),
  }),
  mendCopy: offered(catalogApi.mendCopy, { body: z.strictObject({ reason }) }),
  declareLost: offered(catalogApi.declareLost, { body: z.strictObject({ factId: UuidSchema, reason }) }),
} as const;
