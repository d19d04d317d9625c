import { CalendarDateSchema, InstantSchema, ParcelStateSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { actOfStaff, readNumber, reason } from '../../by-staff.ts';
import { commandApi } from '../../commands.ts';
import { get, post } from '../../endpoint.ts';
import { LibrarySchema, ParcelDirectionSchema, ParcelModeSchema } from '../../events.ts';
import { AllocationNumberSchema, CopyIdSchema, LibraryCodeSchema, ReservationIdSchema } from '../../ids.ts';
import { taskApi } from '../../tasks.ts';
import { shippingDeskApi } from './desk.ts';
import { libraryApi } from './libraries.ts';
import {
  byParcel,
  OnTheWaySchema,
  PackingListRowSchema,
  PackingProposalSchema,
  ParcelSchema,
  toPack,
  whereCopiesAreScanned,
} from './shapes.ts';

export {
  type Address,
  AddressSchema,
  type MovesOfPlans,
  type Place,
  PlaceSchema,
} from './libraries.ts';
export * from './shapes.ts';

/** The shipping service's HTTP interface: libraries for everybody, parcels for staff. */
export const shippingApi = {
  libraries: get('/libraries', {
    summary: 'The prefectural library and the pickup libraries by region, in the service’s own order (R5)',
    answer: z.object({
      prefectural: LibrarySchema,
      regions: z.array(z.object({ name: z.string(), libraries: z.array(LibrarySchema) })),
      nextDispatchDay: CalendarDateSchema,
      /** R11. On how many days a week Yu-Mail leaves. */
      dispatchDaysAWeek: z.int().min(1).max(7),
    }),
  }),
  packingList: get('/packing-list', {
    summary: 'Picked copies that wait for a parcel, by pickup library, and how they go best together',
    answer: z.object({ rows: z.array(PackingListRowSchema), proposals: z.array(PackingProposalSchema) }),
  }),
  openParcel: post('/parcels', {
    summary:
      'Opens a parcel to (outward) or from (return) a pickup library; repeated with the same fact it is the same',
    body: z.strictObject({ ...actOfStaff, direction: ParcelDirectionSchema, library: LibraryCodeSchema }),
    answer: ParcelSchema,
    refusals: ['PICKUP_LIBRARY_UNKNOWN', 'STATE_CHANGED'],
  }),
  readParcel: get('/parcels/:parcelNumber', {
    summary: 'A parcel and the copies in it',
    params: byParcel,
    answer: ParcelSchema,
    refusals: ['NOT_FOUND'],
  }),
  listParcels: get('/parcels', {
    summary: 'Parcels of a library in a state, newest first (at most 200)',
    query: z.strictObject({
      library: LibraryCodeSchema.optional(),
      state: ParcelStateSchema.optional(),
      direction: ParcelDirectionSchema.optional(),
      /** The day before which the only parcels to list were expected. */
      expectedBefore: CalendarDateSchema.optional(),
      /** The post's number of the only parcel to list. */
      trackingNumber: z.string().max(13).optional(),
    }),
    answer: z.object({ parcels: z.array(ParcelSchema) }),
  }),
  parcelsOnTheWay: get('/parcels-on-the-way', {
    summary:
      'How many parcels and copies are on their way out and back, and how many parcels are to be opened here',
    answer: z.object({
      outward: OnTheWaySchema,
      back: OnTheWaySchema,
      home: OnTheWaySchema.pick({ parcels: true, since: true }),
    }),
  }),
  pack: post('/parcels/:parcelNumber/pack', {
    summary: 'Scans a copy into an open parcel',
    params: byParcel,
    body: z.strictObject({
      ...actOfStaff,
      barcode: readNumber,
      /** Why the parcel is to go by Yu-Mail beyond the guide. */
      reason: reason.optional(),
      /** For a return parcel: what the catalog says of the copy, when it is of a reservation. */
      copy: z
        .strictObject({
          copyId: CopyIdSchema,
          reservationId: ReservationIdSchema.nullable(),
          allocation: AllocationNumberSchema.nullable(),
          ...toPack,
        })
        .optional(),
    }),
    answer: ParcelSchema,
    refusals: ['PARCEL_OTHER_LIBRARY', ...whereCopiesAreScanned],
  }),
  unpack: post('/parcels/:parcelNumber/unpack', {
    summary: 'Takes a copy out of an open parcel; it waits for packing again',
    params: byParcel,
    body: z.strictObject({ ...actOfStaff, barcode: readNumber }),
    answer: ParcelSchema,
    refusals: whereCopiesAreScanned,
  }),
  dispatch: post('/parcels/:parcelNumber/dispatch', {
    summary: 'The parcel is handed to the post: its loans begin (R7)',
    params: byParcel,
    body: z.strictObject({
      ...actOfStaff,
      mode: ParcelModeSchema,
      trackingNumber: z
        .string()
        .regex(/^\d{11,13}$/)
        .optional(),
      reason: reason.optional(),
    }),
    answer: ParcelSchema,
    refusals: [
      'NOT_FOUND',
      'YU_MAIL_TOO_LARGE',
      'TRACKING_NUMBER_REQUIRED',
      'TRACKING_NUMBER_TAKEN',
      'PARCEL_ALREADY_DISPATCHED',
      'STATE_CHANGED',
    ],
  }),
  takeBackDispatch: post('/parcels/:parcelNumber/dispatch/taken-back', {
    summary: 'It was not handed to the post: it is packed again, and its loans have not begun',
    params: byParcel,
    body: z.strictObject({ ...actOfStaff }),
    answer: ParcelSchema,
    refusals: ['NOT_FOUND', 'STATE_CHANGED'],
  }),
  receiveParcel: post('/parcels/:parcelNumber/arrival', {
    summary: 'One scan of the parcel receives every copy in it',
    params: byParcel,
    body: z.strictObject({ ...actOfStaff }),
    answer: ParcelSchema,
    refusals: ['NOT_FOUND', 'WRONG_PICKUP_LIBRARY', 'PARCEL_NOT_SENT', 'STATE_CHANGED'],
  }),
  takeBackArrival: post('/parcels/:parcelNumber/arrival/taken-back', {
    summary: 'The wrong parcel was scanned: it is on its way again, with every copy in it',
    params: byParcel,
    /** `voids`: the scan that is meant; left out, the one that received the parcel. */
    body: z.strictObject({ ...actOfStaff, voids: z.uuid().optional() }),
    answer: ParcelSchema,
    refusals: ['NOT_FOUND', 'WRONG_PICKUP_LIBRARY', 'STATE_CHANGED'],
  }),
  shelfChecks: get('/shelf-checks', {
    summary: 'R9: copies a branch is asked about: 「棚にありますか」',
    query: z.strictObject({ library: LibraryCodeSchema }),
    answer: z.object({
      checks: z.array(
        z.object({
          reservationId: ReservationIdSchema,
          allocation: AllocationNumberSchema,
          barcode: z.string(),
          holdNumber: z.string().nullable(),
          askedAt: InstantSchema,
        }),
      ),
    }),
  }),
  answerShelfCheck: post('/shelf-checks/:reservationId/answer', {
    summary: 'R9: it is here (it is sent back), or it is gone (it was handed out unscanned)',
    params: z.strictObject({ reservationId: ReservationIdSchema }),
    body: z.strictObject({ ...actOfStaff, answer: z.enum(['here', 'gone']) }),
    answer: z.object({ answer: z.enum(['here', 'gone']) }),
    refusals: ['NOT_FOUND', 'STATE_CHANGED'],
  }),
  ...shippingDeskApi,
  ...libraryApi,
  ...taskApi,
  ...commandApi,
} as const;
