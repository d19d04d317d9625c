import { z } from 'zod';
import { readNumber as barcode, reason, scan } from '../../by-staff.ts';
import { offered, post } from '../../endpoint.ts';
import { LibraryCodeSchema, UuidSchema } from '../../ids.ts';
import { catalogApi, FromParcelSchema } from '../catalog/index.ts';
import { patronApi } from '../patron/index.ts';
import { forLibrary, spoken } from './shapes.ts';

const backFields = { ...scan, barcode, bookDrop: z.boolean(), firstEmptyingOfDay: z.boolean() };

/** The refusals that a desk may go on in spite of, with a reason. */
const LendOverrideSchema = z.enum(['RESERVED_FOR_OTHER', 'LOAN_LIMIT']);
export type LendOverride = z.infer<typeof LendOverrideSchema>;

/** Scans of copies, and taking them back. */
export const staffScanApi = {
  pick: offered(catalogApi.confirmPick, { body: z.strictObject({ ...scan, barcode }), answer: spoken }),
  notOnShelf: offered(catalogApi.notOnShelf, { body: z.strictObject({ ...scan, barcode }), answer: spoken }),
  processReturn: offered(catalogApi.processReturn, {
    body: z.strictObject({
      ...backFields,
      /** Why a copy is back whose parcel is on its way; without it STILL_IN_PARCEL, except out of a book drop. */
      fromParcel: FromParcelSchema.optional(),
    }),
    answer: spoken,
  }),
  handOut: offered(catalogApi.handOut, {
    summary:
      'R14: card (or the code of a release), then copy; at the prefectural counter the loan begins here (R3, R7)',
    body: z.strictObject({
      ...scan,
      ...forLibrary,
      cardNumber: barcode,
      barcode,
      /** Whether the copy was handed over already: what happened is recorded. */
      handedOver: z.boolean().optional(),
    }),
    answer: spoken,
    also: ['NOT_FOUND', 'CARD_REPLACED', 'TRY_AGAIN', 'PICKUP_LIBRARY_UNKNOWN'],
  }),
  handIn: offered(catalogApi.handIn, {
    body: z.strictObject({
      ...backFields,
      ...forLibrary,
      /** Whether the copy was handed out though nobody scanned that; else a held one is STILL_HELD or HELD_NO_MORE. */
      wasLent: z.boolean().optional(),
    }),
    answer: spoken,
    also: ['STILL_HELD', 'HELD_NO_MORE', 'PICKUP_LIBRARY_UNKNOWN'],
  }),
  lend: post('/api/scans/lend', {
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
        { path: ['overrideReason'], error: 'must be given with an override' },
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
  voidScan: offered(catalogApi.voidScan, {
    summary: 'Takes back a scan that this session has just made; NOT_FOUND for anybody else’s',
    body: z.strictObject({ ...scan, ...forLibrary, voids: UuidSchema }),
    also: ['PICKUP_LIBRARY_UNKNOWN'],
  }),
  confirmHandOut: offered(catalogApi.confirmHandOut, {
    body: z.strictObject({ ...scan, barcode, reason }),
    answer: spoken,
  }),
  declaredHandOuts: offered(catalogApi.declaredHandOuts, {
    summary: 'R8: copies that patrons say they have picked up here (「受け取りました」)',
    query: z.strictObject({ library: LibraryCodeSchema.optional() }),
    refusals: ['PICKUP_LIBRARY_UNKNOWN'],
  }),
  stillHere: offered(catalogApi.voidScan, {
    path: '/api/declared-hand-outs/:handOutFactId/still-here',
    summary: 'R8: 「まだ棚にあります」: the copy is on the hold shelf after all',
    params: z.strictObject({ handOutFactId: UuidSchema }),
    body: z.strictObject({ ...scan, ...forLibrary }),
    also: ['PICKUP_LIBRARY_UNKNOWN'],
  }),
  allowLateHandOut: offered(catalogApi.allowLateHandOut, { body: z.strictObject({ reason }) }),
} as const;
