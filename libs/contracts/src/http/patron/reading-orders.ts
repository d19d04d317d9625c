import { InstantSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { get, post } from '../../endpoint.ts';
import { LibraryCodeSchema, RecordIdSchema, ReservationIdSchema, UuidSchema } from '../../ids.ts';
import { PatronIdSchema, reservingRefusals } from './shapes.ts';

const byPatron = z.strictObject({ patronId: PatronIdSchema });

/** How many volumes a reading order holds at most. */
export const READING_ORDER_MOST = 50;

const volume = { recordId: RecordIdSchema, title: z.string().min(1).max(1000) };

/** A reading order (読みたい順予約) as its patron sees it. */
const ReadingOrderSchema = z.object({
  orderId: UuidSchema,
  pickupLibrary: LibraryCodeSchema,
  /** Whether the next volume is asked for when the one before is ready; else when it is handed out. */
  early: z.boolean(),
  volumes: z.array(
    z.object({
      ...volume,
      stands: z.enum(['toAsk', 'underWay', 'ready', 'had', 'missed']),
      /** The volume's reservation, while its row is in My Library. */
      reservationId: ReservationIdSchema.nullable(),
      /** Why the volume could not be asked for when its time had come; it is tried again. */
      refusal: z.string().nullable(),
    }),
  ),
});
export type ReadingOrder = z.infer<typeof ReadingOrderSchema>;

/** The wishes of a patron about an open order. */
export const ReadingOrderWishSchema = z.enum(['stop', 'early', 'onHandOut', 'pickup', 'skip', 'again']);
export type ReadingOrderWish = z.infer<typeof ReadingOrderWishSchema>;

export const readingOrderApi = {
  openReadingOrder: post('/patrons/:patronId/reading-orders', {
    summary:
      'Volumes to be reserved one after the other; the first at once, and a refusal of it is the whole order’s',
    params: byPatron,
    body: z.strictObject({
      orderId: UuidSchema,
      pickupLibrary: LibraryCodeSchema,
      early: z.boolean(),
      firstReservationId: ReservationIdSchema,
      volumes: z
        .array(z.strictObject({ ...volume, protectiveCover: z.boolean() }))
        .min(2)
        .max(READING_ORDER_MOST),
      at: InstantSchema,
    }),
    answer: z.object({
      reservationId: ReservationIdSchema,
      reservationNumber: z.string(),
      appliedAt: InstantSchema,
    }),
    refusals: reservingRefusals,
  }),
  readingOrders: get('/patrons/:patronId/reading-orders', {
    summary: 'The open reading orders of a patron, with how each volume stands',
    params: byPatron,
    answer: z.object({ orders: z.array(ReadingOrderSchema) }),
  }),
  changeReadingOrder: post('/patrons/:patronId/reading-orders/:orderId', {
    summary:
      'Stops an order, says when and where to the next volume is asked for, or goes on after one that was handed to nobody',
    params: byPatron.extend({ orderId: UuidSchema }),
    body: z.strictObject({
      do: ReadingOrderWishSchema,
      /** The volume that `skip` and `again` are about. */
      recordId: RecordIdSchema.optional(),
      /** The library where the next volumes are picked up, with `pickup`. */
      pickupLibrary: LibraryCodeSchema.optional(),
      at: InstantSchema,
    }),
    answer: z.object({ changed: z.literal(true) }),
    refusals: ['NOT_FOUND', 'STATE_CHANGED', 'PICKUP_LIBRARY_UNKNOWN', 'PICKUP_LIBRARY_PAUSED', 'TRY_AGAIN'],
  }),
} as const;
