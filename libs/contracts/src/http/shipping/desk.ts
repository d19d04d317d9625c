import { CalendarDateSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { actOfStaff, readNumber } from '../../by-staff.ts';
import { get, post } from '../../endpoint.ts';
import { ParcelModeSchema } from '../../events.ts';
import { LibraryCodeSchema } from '../../ids.ts';
import {
  byParcel,
  DispatchBoardSchema,
  ParcelSchema,
  ParcelWithCopySchema,
  ScannedBySchema,
  whereCopiesAreScanned,
} from './shapes.ts';

/** What can become of a parcel beside the ordinary way, and what the posting costs. */
export const shippingDeskApi = {
  reportContents: post('/parcels/:parcelNumber/contents', {
    summary:
      'The opened parcel has a copy too few or too many: the desk has a task, the patron of a missing copy is told',
    params: byParcel,
    body: z.strictObject({
      ...actOfStaff,
      /** Copies that are on the parcel's list, and not in it. */
      missing: z.array(readNumber).max(30),
      /** Copies that are in the parcel, and not on its list. */
      extra: z.array(readNumber).max(30),
    }),
    answer: ParcelSchema,
    refusals: [
      'NOT_FOUND',
      'WRONG_PICKUP_LIBRARY',
      'PARCEL_NOT_SENT',
      'BARCODE_NOT_OURS',
      'BARCODE_WRONG_KIND',
      'STATE_CHANGED',
    ],
  }),
  returnedByPost: post('/parcels/:parcelNumber/returned', {
    summary:
      'The post brought an outward parcel back: its copies are on their way home, their loans end there',
    params: byParcel,
    body: z.strictObject({ ...actOfStaff }),
    answer: ParcelSchema,
    refusals: ['NOT_FOUND', 'STATE_CHANGED'],
  }),
  parcelLost: post('/parcels/:parcelNumber/lost', {
    summary:
      'The desk gives a parcel, or one missing copy of it, up for lost before its time: another copy is looked for',
    params: byParcel,
    body: z.strictObject({ ...actOfStaff, barcode: readNumber.optional() }),
    answer: ParcelSchema,
    refusals: ['NOT_FOUND', 'STATE_CHANGED'],
  }),
  discardParcel: post('/parcels/:parcelNumber/discard', {
    summary: 'An empty parcel that will not be used',
    params: byParcel,
    body: z.strictObject({ ...actOfStaff }),
    answer: ParcelSchema,
    refusals: ['NOT_FOUND', 'PARCEL_ALREADY_DISPATCHED', 'STATE_CHANGED'],
  }),
  dispatchBoard: get('/dispatch-board', {
    summary: 'R11: what leaves next and until when, what has left today, and what would cost less',
    answer: DispatchBoardSchema,
  }),
  parcelWithCopy: get('/parcels/:parcelNumber/with/:barcode', {
    summary:
      'R11: what an open outward parcel would be with one more copy of the packing list; changes nothing',
    params: byParcel.extend({ barcode: readNumber }),
    answer: ParcelWithCopySchema,
    refusals: ['PARCEL_OTHER_LIBRARY', ...whereCopiesAreScanned],
  }),
  parcelStatistics: get('/statistics', {
    summary: 'Outward and return parcels and their postage, by month and library (at most 400 days)',
    query: z.strictObject({ from: CalendarDateSchema, until: CalendarDateSchema }),
    answer: z.object({
      rows: z.array(
        z.object({
          /** `2026-12`. */
          month: z.string(),
          library: LibraryCodeSchema,
          mode: ParcelModeSchema,
          parcels: z.int(),
          yen: z.int(),
        }),
      ),
    }),
    refusals: ['STATE_CHANGED'],
  }),
  parcelsOfCopy: get('/copies/:barcode/parcels', {
    summary: 'The parcels a copy was in, newest first (at most 5), and who scanned it there',
    params: z.strictObject({ barcode: readNumber }),
    answer: z.object({ parcels: z.array(ParcelSchema), scannedBy: z.array(ScannedBySchema) }),
    refusals: ['BARCODE_NOT_OURS', 'BARCODE_WRONG_KIND'],
  }),
  postage: get('/postage', {
    summary: 'What the parcels of these days cost, by library and carrier (at most 400 days)',
    query: z.strictObject({ from: CalendarDateSchema, until: CalendarDateSchema }),
    answer: z.object({
      rates: z.object({ validFrom: CalendarDateSchema, source: z.string() }),
      rows: z.array(
        z.object({
          library: LibraryCodeSchema,
          mode: ParcelModeSchema,
          parcels: z.int(),
          copies: z.int(),
          yen: z.int(),
          /** Parcels of which no postage is known: `yen` is without them. */
          unknown: z.int().default(0),
        }),
      ),
      totalYen: z.int(),
    }),
    refusals: ['STATE_CHANGED'],
  }),
} as const;
