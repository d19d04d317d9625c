import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { ParcelDirectionSchema, ParcelModeSchema } from '../../events.ts';
import { LibraryCodeSchema } from '../../ids.ts';
import { ParcelSchema, shippingApi } from '../shipping.ts';
import { barcode, byParcel, byReservation, forLibrary, reason, scan } from './shapes.ts';

/** Why a copy that is held goes home: its patron did not come for it, or brought it back and nobody had scanned the loan. */
export const HeldAnswerSchema = z.enum(['unclaimed', 'returned']);
export type HeldAnswer = z.infer<typeof HeldAnswerSchema>;

/** Parcels and what becomes of them; of a branch's own by itself, or by the prefectural desk for it. */
export const staffParcelApi = {
  packingList: { ...shippingApi.packingList, path: '/api/packing-list' },
  listParcels: { ...shippingApi.listParcels, path: '/api/parcels' },
  readParcel: { ...shippingApi.readParcel, path: '/api/parcels/:parcelNumber' },
  openParcel: endpoint({
    method: 'post',
    path: '/api/parcels',
    summary: shippingApi.openParcel.summary,
    body: z.strictObject({ ...scan, direction: ParcelDirectionSchema, library: LibraryCodeSchema }),
    answer: ParcelSchema,
    refusals: shippingApi.openParcel.refusals,
  }),
  pack: endpoint({
    method: 'post',
    path: '/api/parcels/:parcelNumber/pack',
    summary: shippingApi.pack.summary,
    params: byParcel,
    body: z.strictObject({
      ...scan,
      ...forLibrary,
      barcode,
      held: HeldAnswerSchema.optional(),
      /** Why by Yu-Mail beyond the guide. */
      reason: reason.optional(),
    }),
    answer: ParcelSchema,
    refusals: [
      ...shippingApi.pack.refusals,
      'COPY_TO_RETURN',
      'COPY_NOT_TO_PACK',
      'STILL_HELD',
      'PICKUP_LIBRARY_UNKNOWN',
    ],
  }),
  unpack: endpoint({
    method: 'post',
    path: '/api/parcels/:parcelNumber/unpack',
    summary: shippingApi.unpack.summary,
    params: byParcel,
    body: z.strictObject({ ...scan, ...forLibrary, barcode }),
    answer: ParcelSchema,
    refusals: [...shippingApi.unpack.refusals, 'PICKUP_LIBRARY_UNKNOWN'],
  }),
  moveToNextParcel: endpoint({
    method: 'post',
    path: '/api/parcels/:parcelNumber/next-parcel',
    summary: '「次の小包に入れる」: takes a copy out and packs it into a new parcel to the same library',
    params: byParcel,
    body: z.strictObject({ ...scan, barcode }),
    /** The new parcel. */
    answer: ParcelSchema,
    refusals: [...shippingApi.pack.refusals, 'COPY_TO_RETURN', 'COPY_NOT_TO_PACK', 'PICKUP_LIBRARY_UNKNOWN'],
  }),
  dispatch: endpoint({
    method: 'post',
    path: '/api/parcels/:parcelNumber/dispatch',
    summary: shippingApi.dispatch.summary,
    params: byParcel,
    body: z.strictObject({
      ...scan,
      ...forLibrary,
      mode: ParcelModeSchema,
      /** As it was typed or read; judged by its check digit. */
      trackingNumber: z.string().max(40).optional(),
      reason: reason.optional(),
    }),
    answer: ParcelSchema,
    refusals: [
      ...shippingApi.dispatch.refusals,
      'BARCODE_WRONG_KIND',
      'TRACKING_NUMBER_WRONG_LENGTH',
      'TRACKING_NUMBER_MISREAD',
      'PICKUP_LIBRARY_UNKNOWN',
    ],
  }),
  takeBackDispatch: endpoint({
    method: 'post',
    path: '/api/parcels/:parcelNumber/dispatch/taken-back',
    summary: shippingApi.takeBackDispatch.summary,
    params: byParcel,
    body: z.strictObject({ ...scan, ...forLibrary, reason }),
    answer: ParcelSchema,
    refusals: [...shippingApi.takeBackDispatch.refusals, 'PICKUP_LIBRARY_UNKNOWN'],
  }),
  receiveParcel: endpoint({
    method: 'post',
    path: '/api/parcels/:parcelNumber/arrival',
    summary: shippingApi.receiveParcel.summary,
    params: byParcel,
    body: z.strictObject({ ...scan, ...forLibrary }),
    answer: ParcelSchema,
    refusals: [...shippingApi.receiveParcel.refusals, 'PICKUP_LIBRARY_UNKNOWN'],
  }),
  takeBackArrival: endpoint({
    method: 'post',
    path: '/api/parcels/:parcelNumber/arrival/taken-back',
    summary: shippingApi.takeBackArrival.summary,
    params: byParcel,
    body: z.strictObject({ ...scan, ...forLibrary, voids: z.uuid().optional() }),
    answer: ParcelSchema,
    refusals: [...shippingApi.takeBackArrival.refusals, 'PICKUP_LIBRARY_UNKNOWN'],
  }),
  reportContents: endpoint({
    method: 'post',
    path: '/api/parcels/:parcelNumber/contents',
    summary: shippingApi.reportContents.summary,
    params: byParcel,
    body: z.strictObject({
      ...scan,
      ...forLibrary,
      missing: z.array(barcode).max(30).optional(),
      extra: z.array(barcode).max(30).optional(),
    }),
    answer: ParcelSchema,
    refusals: [...shippingApi.reportContents.refusals, 'PICKUP_LIBRARY_UNKNOWN'],
  }),
  returnedByPost: endpoint({
    method: 'post',
    path: '/api/parcels/:parcelNumber/returned',
    summary: shippingApi.returnedByPost.summary,
    params: byParcel,
    body: z.strictObject({ ...scan }),
    answer: ParcelSchema,
    refusals: shippingApi.returnedByPost.refusals,
  }),
  parcelLost: endpoint({
    method: 'post',
    path: '/api/parcels/:parcelNumber/lost',
    summary: shippingApi.parcelLost.summary,
    params: byParcel,
    body: z.strictObject({ ...scan, barcode: barcode.optional(), reason }),
    answer: ParcelSchema,
    refusals: shippingApi.parcelLost.refusals,
  }),
  discardParcel: endpoint({
    method: 'post',
    path: '/api/parcels/:parcelNumber/discard',
    summary: shippingApi.discardParcel.summary,
    params: byParcel,
    body: z.strictObject({ ...scan, ...forLibrary }),
    answer: ParcelSchema,
    refusals: [...shippingApi.discardParcel.refusals, 'PICKUP_LIBRARY_UNKNOWN'],
  }),
  postage: { ...shippingApi.postage, path: '/api/postage' },
  shelfChecks: endpoint({
    method: 'get',
    path: '/api/shelf-checks',
    summary: shippingApi.shelfChecks.summary,
    query: z.strictObject({ library: LibraryCodeSchema.optional() }),
    answer: shippingApi.shelfChecks.answer,
    refusals: ['PICKUP_LIBRARY_UNKNOWN'],
  }),
  answerShelfCheck: endpoint({
    method: 'post',
    path: '/api/shelf-checks/:reservationId/answer',
    summary: shippingApi.answerShelfCheck.summary,
    params: byReservation,
    body: z.strictObject({ ...scan, ...forLibrary, answer: z.enum(['here', 'gone']) }),
    answer: shippingApi.answerShelfCheck.answer,
    refusals: [...shippingApi.answerShelfCheck.refusals, 'PICKUP_LIBRARY_UNKNOWN'],
  }),
} as const;
