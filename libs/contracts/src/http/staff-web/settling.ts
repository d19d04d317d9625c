import { DeskSettlementSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { UuidSchema } from '../../ids.ts';
import { catalogApi } from '../catalog.ts';
import { byReservation, reason } from './shapes.ts';

/** 返らない資料の手続き, by the prefectural desk. */
export const staffSettlingApi = {
  unreturnedLoans: endpoint({
    method: 'get',
    path: '/api/unreturned-loans',
    summary: catalogApi.unreturnedLoans.summary,
    answer: catalogApi.unreturnedLoans.answer,
  }),
  settleLoan: endpoint({
    method: 'post',
    path: '/api/reservations/:reservationId/settlement',
    summary: catalogApi.settleLoan.summary,
    params: byReservation,
    body: z.strictObject({ factId: UuidSchema, how: DeskSettlementSchema, reason }),
    answer: catalogApi.settleLoan.answer,
    refusals: catalogApi.settleLoan.refusals,
  }),
  takeBackSettlement: endpoint({
    method: 'post',
    path: '/api/reservations/:reservationId/settlement/undo',
    summary: catalogApi.takeBackSettlement.summary,
    params: byReservation,
    body: z.strictObject({ reason }),
    answer: catalogApi.takeBackSettlement.answer,
    refusals: catalogApi.takeBackSettlement.refusals,
  }),
} as const;
