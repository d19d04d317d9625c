import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { LibraryCodeSchema, UuidSchema } from '../../ids.ts';
import { catalogApi, FromParcelSchema } from '../catalog.ts';
import { patronApi } from '../patron.ts';
import { barcode, byReservation, forLibrary, reason, scan, spoken } from './shapes.ts';

const backFields = { ...scan, barcode, bookDrop: z.boolean(), firstEmptyingOfDay: z.boolean() };

/** What a desk may go on with in spite of, with a reason. */
const LendOverrideSchema = z.enum(['RESERVED_FOR_OTHER', 'LOAN_LIMIT']);
export type LendOverride = z.infer<typeof LendOverrideSchema>;

/** Scans of copies, and taking them back. */
export const staffScanApi = {
  pick: endpoint({
    method: 'post',
    path: '/api/scans/pick',
    summary: catalogApi.confirmPick.summary,
    body: z.strictObject({ ...scan, barcode }),
    answer: spoken,
    refusals: catalogApi.confirmPick.refusals,
  }),
  notOnShelf: endpoint({
    method: 'post',
    path: '/api/scans/not-on-shelf',
    summary: catalogApi.notOnShelf.summary,
    body: z.strictObject({ ...scan, barcode }),
    answer: spoken,
    refusals: catalogApi.notOnShelf.refusals,
  }),
  processReturn: endpoint({
    method: 'post',
    path: '/api/scans/return',
    summary: catalogApi.processReturn.summary,
    body: z.strictObject({
      ...backFields,
      /** Why a copy is back whose parcel is on its way: without it such a copy is STILL_IN_PARCEL, but for a book drop. */
      fromParcel: FromParcelSchema.optional(),
    }),
    answer: spoken,
    refusals: catalogApi.processReturn.refusals,
  }),
  handOut: endpoint({
    method: 'post',
    path: '/api/scans/hand-out',
    summary:
      'R14: card (or the code of a release), then copy; at the prefectural counter the loan begins here (R3, R7)',
    body: z.strictObject({
      ...scan,
      ...forLibrary,
      cardNumber: barcode,
      barcode,
      /** It was handed over already (「今の状態に合わせて進める」): what happened is recorded. */
      handedOver: z.boolean().optional(),
    }),
    answer: spoken,
    refusals: [
      ...catalogApi.handOut.refusals,
      'NOT_FOUND',
      'CARD_REPLACED',
      'TRY_AGAIN',
      'PICKUP_LIBRARY_UNKNOWN',
    ],
  }),
  handIn: endpoint({
    method: 'post',
    path: '/api/scans/hand-in',
    summary: catalogApi.handIn.summary,
    body: z.strictObject({
      ...backFields,
      ...forLibrary,
      /** It had been handed out, though nobody scanned that: otherwise a copy that is held is STILL_HELD. */
      wasLent: z.boolean().optional(),
    }),
    answer: spoken,
    refusals: [...catalogApi.handIn.refusals, 'STILL_HELD', 'PICKUP_LIBRARY_UNKNOWN'],
  }),
  lend: endpoint({
    method: 'post',
    path: '/api/scans/lend',
    summary:
      'R3, R7 at the prefectural counter, card then copy: a copy held for the card is handed out, any other is lent without a reservation',
    body: z
      .strictObject({
        ...scan,
        cardNumber: barcode,
        barcode,
        overrides: z.array(LendOverrideSchema).max(2).optional(),
        overrideReason: reason.optional(),
      })
      .refine(
        ({ overrides, overrideReason }) => (overrides ?? []).length === 0 || overrideReason !== undefined,
        {
          path: ['overrideReason'],
          error: 'must be given with an override',
        },
      ),
    answer: spoken,
    refusals: [
      ...new Set([
        ...catalogApi.handOut.refusals,
        ...catalogApi.lendAtCounter.refusals,
        ...patronApi.openCounterLoan.refusals,
        'RELEASE_FOR_HELD' as const,
        'TRY_AGAIN' as const,
      ]),
    ],
  }),
  voidScan: endpoint({
    method: 'post',
    path: '/api/scans/void',
    summary: 'Takes back a scan that this session has just made; NOT_FOUND for anybody else’s',
    body: z.strictObject({ ...scan, ...forLibrary, voids: UuidSchema }),
    answer: catalogApi.voidScan.answer,
    refusals: [...catalogApi.voidScan.refusals, 'PICKUP_LIBRARY_UNKNOWN'],
  }),
  confirmHandOut: endpoint({
    method: 'post',
    path: '/api/scans/confirm-hand-out',
    summary: catalogApi.confirmHandOut.summary,
    body: z.strictObject({ ...scan, barcode, reason }),
    answer: spoken,
    refusals: catalogApi.confirmHandOut.refusals,
  }),
  declaredHandOuts: endpoint({
    method: 'get',
    path: '/api/declared-hand-outs',
    summary: 'R8: copies that patrons say they have picked up here (「受け取りました」)',
    query: z.strictObject({ library: LibraryCodeSchema.optional() }),
    answer: catalogApi.declaredHandOuts.answer,
    refusals: ['PICKUP_LIBRARY_UNKNOWN'],
  }),
  stillHere: endpoint({
    method: 'post',
    path: '/api/declared-hand-outs/:handOutFactId/still-here',
    summary: 'R8: 「まだ棚にあります」: the copy is on the hold shelf after all',
    params: z.strictObject({ handOutFactId: UuidSchema }),
    body: z.strictObject({ ...scan, ...forLibrary }),
    answer: catalogApi.voidScan.answer,
    refusals: [...catalogApi.voidScan.refusals, 'PICKUP_LIBRARY_UNKNOWN'],
  }),
  allowLateHandOut: endpoint({
    method: 'post',
    path: '/api/reservations/:reservationId/late-hand-out',
    summary: catalogApi.allowLateHandOut.summary,
    params: byReservation,
    body: z.strictObject({ reason }),
    answer: catalogApi.allowLateHandOut.answer,
    refusals: catalogApi.allowLateHandOut.refusals,
  }),
} as const;
