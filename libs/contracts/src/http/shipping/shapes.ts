import {
  CalendarDateSchema,
  InstantSchema,
  ParcelStateSchema,
  type RefusalCode,
} from '@toshobin/lending-rules';
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

export const byParcel = z.strictObject({ parcelNumber: ParcelNumberSchema });
/** The refusals of a copy that is scanned into a parcel, or out of one. */
export const whereCopiesAreScanned: readonly RefusalCode[] = [
  'NOT_FOUND',
  'BARCODE_NOT_OURS',
  'BARCODE_WRONG_KIND',
  'PARCEL_ALREADY_DISPATCHED',
  'STATE_CHANGED',
];

/** The data of a copy that packing needs. */
export const toPack = {
  weightGrams: z.int(),
  thicknessMm: z.int(),
  protectiveCover: z.boolean(),
  supplementCount: z.int(),
};

const ParcelLineSchema = z.object({
  copyId: CopyIdSchema,
  barcode: z.string(),
  holdNumber: z.string().nullable(),
  ...toPack,
  arrived: z.boolean(),
  /** Whether the copy was not in the parcel when that was opened. */
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
  openedAt: InstantSchema,
  dispatchedAt: InstantSchema.nullable(),
  expectedDate: CalendarDateSchema.nullable(),
  /** R7: whether the parcel is taken for arrived, and nobody has scanned it. */
  arrivalAssumed: z.boolean().default(false),
  lines: z.array(ParcelLineSchema),
  /** How many further copies left in it of which nothing is kept any more. */
  forgottenCopies: z.int().default(0),
  /** What is offered beyond the Yu-Mail guide before dispatch: Yu-Pack, or another parcel for the last copies. */
  offer: z.enum(['none', 'yuPackOrNextParcel']),
  /** The postage in yen, by the rates of the day it left (or would leave today); null when there is none. */
  postageYen: z.int().nullable(),
  /** Whose task it is to look for the parcel, which should have arrived. */
  asked: z.enum(['pickupLibrary', 'prefecturalDesk']).optional(),
  /** Copies that their reservation gave up while it is packed: they may lie in its box. Told where it is read. */
  givenUp: z.array(z.string()).optional(),
  /** Whether a copy of a parcel only taken for arrived was in somebody's hand there. Told where it is read. */
  seenThere: z.boolean().optional(),
});
export type Parcel = z.infer<typeof ParcelSchema>;

/** Who scanned what became a fact of a copy: the staff account. */
export const ScannedBySchema = z.object({ factId: UuidSchema, account: z.string() });
export type ScannedBy = z.infer<typeof ScannedBySchema>;

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
/** A copy that waits for a parcel, and since when, once that is known. */
export const PackingListRowSchema = PackingRowSchema.extend({ since: InstantSchema.nullable() });

/** R11: the best parcels for the copies that wait for a library, before any is packed. */
export const PackingProposalSchema = z.object({
  library: LibraryCodeSchema,
  parcels: z.array(
    z.object({
      mode: ParcelModeSchema,
      yen: z.int().nullable(),
      /** The copies that go together. */
      barcodes: z.array(z.string()),
    }),
  ),
  /** The postage of all of them; null where the table has no rate. */
  yen: z.int().nullable(),
  /** The other way to pack them, which is no cheaper; null when there is none. */
  instead: z
    .object({ parcels: z.int().positive(), mode: ParcelModeSchema, yen: z.int().nullable() })
    .nullable(),
});
export type PackingProposal = z.infer<typeof PackingProposalSchema>;

/** Parcels that are on their way in one direction. */
export const OnTheWaySchema = z.object({
  parcels: z.int(),
  copies: z.int(),
  /** When the first of them left. */
  since: InstantSchema.nullable(),
  /** How many are past their expected day, and how many were expected until today, the late ones among them. */
  late: z.int(),
  due: z.int(),
  /** The first six of those. */
  named: z.array(
    z.object({
      parcelNumber: ParcelNumberSchema,
      library: LibraryCodeSchema,
      copies: z.int(),
      dispatchedAt: InstantSchema.nullable(),
      expectedDate: CalendarDateSchema,
      /** Whose task it is to look for it. */
      asked: z.enum(['pickupLibrary', 'prefecturalDesk']).optional(),
    }),
  ),
});
export type OnTheWay = z.infer<typeof OnTheWaySchema>;

/** The board of the packing desk: what leaves and when. */
export const DispatchBoardSchema = z.object({
  today: CalendarDateSchema,
  /** Until when a Yu-Mail parcel has to be packed to leave today; null: none leaves today. */
  cutOff: InstantSchema.nullable(),
  /** The day on which a Yu-Mail parcel packed now leaves, unless its library is closed for long. */
  nextDispatchDay: CalendarDateSchema,
  /** Periods without dispatch that are not over. */
  noDispatch: z.array(z.object({ from: CalendarDateSchema, until: CalendarDateSchema })),
  /** Of every pickup library: the day on which a Yu-Mail parcel packed now leaves for it. */
  leaving: z.array(
    z.object({
      library: LibraryCodeSchema,
      day: CalendarDateSchema,
      /** Whether it leaves later than others, because it would arrive in a closure of three days or more. */
      waits: z.boolean(),
    }),
  ),
  /** Outward parcels that are being packed, the empty ones left out. */
  open: z.array(ParcelSchema),
  /** Outward parcels that have left today. */
  left: z.array(ParcelSchema),
  /** What would cost less: the open parcels of a library packed otherwise. */
  cheaper: z.array(
    z.object({
      library: LibraryCodeSchema,
      parcels: z.int().positive(),
      yen: z.int(),
      instead: z.enum(['oneYuMail', 'oneYuPack', 'severalYuMail']),
      insteadParcels: z.int().positive(),
      insteadYen: z.int(),
    }),
  ),
});
export type DispatchBoard = z.infer<typeof DispatchBoardSchema>;

const way = z.object({
  /** The postage of each parcel; null where the table has no rate. */
  yen: z.array(z.int().nullable()),
  /** How the parcel with the copy goes. */
  mode: ParcelModeSchema,
  dispatchDay: CalendarDateSchema,
  expectedDate: CalendarDateSchema,
});

/** What a parcel would be with one more copy of the packing list in it; nothing is changed. */
export const ParcelWithCopySchema = z.object({
  copy: PackingRowSchema,
  /** R11: whether the parcel goes beyond the Yu-Mail guide only by this copy. */
  goesBeyond: z.boolean(),
  guide: z.object({ items: z.int(), grams: z.int(), millimetres: z.int() }),
  yuPack: way,
  /** The parcel by Yu-Mail, and the copy in one of its own. */
  nextParcel: way,
});
export type ParcelWithCopy = z.infer<typeof ParcelWithCopySchema>;
