import { z } from 'zod';
import { readNumber as barcode, reason, scan } from '../../by-staff.ts';
import { offered } from '../../endpoint.ts';
import { ParcelDirectionSchema, ParcelModeSchema } from '../../events.ts';
import { LibraryCodeSchema } from '../../ids.ts';
import { ParcelSchema, shippingApi } from '../shipping/index.ts';
import { actForLibrary } from './shapes.ts';

/**
 * Why a copy goes home that scans say is held or lent: its patron did not come for it, or brought it back and nobody
 * scanned that.
 */
export const HeldAnswerSchema = z.enum(['unclaimed', 'returned']);
export type HeldAnswer = z.infer<typeof HeldAnswerSchema>;

/** Parcels and what becomes of them; a branch handles its own, or the prefectural desk does for it. */
export const staffParcelApi = {
  packingList: offered(shippingApi.packingList),
  listParcels: offered(shippingApi.listParcels),
  readParcel: offered(shippingApi.readParcel),
  openParcel: offered(shippingApi.openParcel, {
    body: z.strictObject({ ...scan, direction: ParcelDirectionSchema, library: LibraryCodeSchema }),
  }),
  pack: actForLibrary(
    shippingApi.pack,
    {
      barcode,
      held: HeldAnswerSchema.optional(),
      /** Why the parcel goes by Yu-Mail beyond the guide. */
      reason: reason.optional(),
    },
    ['COPY_TO_RETURN', 'COPY_NOT_TO_PACK', 'STILL_HELD', 'STILL_LENT'],
  ),
  unpack: actForLibrary(shippingApi.unpack, { barcode }),
  moveToNextParcel: offered(shippingApi.pack, {
    path: '/api/parcels/:parcelNumber/next-parcel',
    summary: '「次の小包に入れる」: takes a copy out and packs it into a new parcel to the same library',
    body: z.strictObject({ ...scan, barcode }),
    /** The new parcel. */
    answer: ParcelSchema,
    also: ['COPY_TO_RETURN', 'COPY_NOT_TO_PACK', 'PICKUP_LIBRARY_UNKNOWN'],
  }),
  dispatch: actForLibrary(
    shippingApi.dispatch,
    {
      mode: ParcelModeSchema,
      /** The number as it was typed or read; its check digit is judged. */
      trackingNumber: z.string().max(40).optional(),
      reason: reason.optional(),
    },
    ['BARCODE_WRONG_KIND', 'TRACKING_NUMBER_WRONG_LENGTH', 'TRACKING_NUMBER_MISREAD'],
  ),
  takeBackDispatch: actForLibrary(shippingApi.takeBackDispatch, { reason }),
  receiveParcel: actForLibrary(shippingApi.receiveParcel, {}),
  takeBackArrival: actForLibrary(shippingApi.takeBackArrival, { voids: z.uuid().optional() }),
  reportContents: actForLibrary(shippingApi.reportContents, {
    missing: z.array(barcode).max(30).optional(),
    extra: z.array(barcode).max(30).optional(),
  }),
  returnedByPost: offered(shippingApi.returnedByPost, { body: z.strictObject({ ...scan }) }),
  parcelLost: offered(shippingApi.parcelLost, {
    body: z.strictObject({ ...scan, barcode: barcode.optional(), reason }),
  }),
  discardParcel: actForLibrary(shippingApi.discardParcel, {}),
  postage: offered(shippingApi.postage),
  shelfChecks: offered(shippingApi.shelfChecks, {
    query: z.strictObject({ library: LibraryCodeSchema.optional() }),
    refusals: ['PICKUP_LIBRARY_UNKNOWN'],
  }),
  answerShelfCheck: actForLibrary(shippingApi.answerShelfCheck, { answer: z.enum(['here', 'gone']) }),
} as const;
