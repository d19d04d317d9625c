import { CalendarDateSchema, InstantSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { ParcelDirectionSchema, ParcelModeSchema } from '../../events.ts';
import {
  AllocationNumberSchema,
  CopyIdSchema,
  LibraryCodeSchema,
  ParcelNumberSchema,
  ReservationIdSchema,
  UuidSchema,
} from '../../ids.ts';

const by = z.strictObject({ account: z.string().min(1).max(64), library: LibraryCodeSchema });
/** An act of staff: `factId` makes it happen once however often it is sent. */
export const actOfStaff = { factId: UuidSchema, occurredAt: InstantSchema, by };
/** One parcel, by its number. */
export const byParcel = z.strictObject({ parcelNumber: ParcelNumberSchema });

export const ParcelStateSchema = z.enum(['open', 'dispatched', 'arrived', 'opened', 'lost', 'discarded']);

export const ParcelLineSchema = z.object({
  copyId: CopyIdSchema,
  barcode: z.string(),
  holdNumber: z.string().nullable(),
  weightGrams: z.int(),
  thicknessMm: z.int(),
  protectiveCover: z.boolean(),
  supplementCount: z.int(),
  arrived: z.boolean(),
  /** Reported as not in the parcel when it was opened. */
  missing: z.boolean(),
});

export const ParcelSchema = z.object({
  parcelNumber: ParcelNumberSchema,
  direction: ParcelDirectionSchema,
  library: LibraryCodeSchema,
  state: ParcelStateSchema,
  mode: ParcelModeSchema,
  /** Why that mode: within the Yu-Mail guide, or which of its limits is passed (R11). */
  modeReason: z.string(),
  trackingNumber: z.string().nullable(),
  plannedDispatchDay: CalendarDateSchema,
  dispatchedAt: InstantSchema.nullable(),
  expectedDate: CalendarDateSchema.nullable(),
  lines: z.array(ParcelLineSchema),
  /** Beyond the Yu-Mail guide before its dispatch day: by Yu-Pack at once, or the last copies into another parcel. */
  offer: z.enum(['none', 'yuPackOrNextParcel']),
  /** In yen, by the rates in force on the day it left (or would leave today); null when the table has none. */
  postageYen: z.int().nullable(),
  /** It should have arrived: whose task it is to look for it. */
  asked: z.enum(['pickupLibrary', 'prefecturalDesk']).optional(),
});
export type Parcel = z.infer<typeof ParcelSchema>;

export const PackingRowSchema = z.object({
  reservationId: ReservationIdSchema,
  allocation: AllocationNumberSchema,
  copyId: CopyIdSchema,
  barcode: z.string(),
  holdNumber: z.string(),
  pickupLibrary: LibraryCodeSchema,
  weightGrams: z.int(),
  thicknessMm: z.int(),
  protectiveCover: z.boolean(),
  plannedDispatchDay: CalendarDateSchema,
});
