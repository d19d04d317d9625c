import { DeskSettlementSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { reason } from '../../by-staff.ts';
import { get, offered } from '../../endpoint.ts';
import { UuidSchema } from '../../ids.ts';
import { catalogApi } from '../catalog/index.ts';

/** 返らない資料の手続き, by the prefectural desk. */
export const staffSettlingApi = {
  unreturnedLoans: get('/api/unreturned-loans', {
    summary: catalogApi.unreturnedLoans.summary,
    answer: catalogApi.unreturnedLoans.answer,
  }),
  settleLoan: offered(catalogApi.settleLoan, {
    body: z.strictObject({ factId: UuidSchema, how: DeskSettlementSchema, reason }),
  }),
  takeBackSettlement: offered(catalogApi.takeBackSettlement, { body: z.strictObject({ reason }) }),
} as const;
