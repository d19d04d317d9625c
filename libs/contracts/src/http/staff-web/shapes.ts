import type { RefusalCode } from '@toshobin/lending-rules';
import { z } from 'zod';
import { scan } from '../../by-staff.ts';
import { type Endpoint, offered } from '../../endpoint.ts';
import { LibraryCodeSchema, ReservationIdSchema } from '../../ids.ts';
import { ScanAnswerSchema } from '../catalog/index.ts';

/** 代行入力: the pickup library that the prefectural desk enters this for; nobody else may name another library. */
export const forLibrary = { library: LibraryCodeSchema.optional() };
/** An act of a branch on a parcel of its own, or of the prefectural desk for it. */
export function actForLibrary<P, Q, B, A, Fields extends z.ZodRawShape>(
  inner: Endpoint<P, Q, B, A>,
  fields: Fields,
  also: readonly RefusalCode[] = [],
) {
  const body = z.strictObject({ ...scan, ...forLibrary, ...fields });
  return offered(inner, { body, also: [...also, 'PICKUP_LIBRARY_UNKNOWN'] });
}

export const byReservation = z.strictObject({ reservationId: ReservationIdSchema });

/** Answer of a hand-out or a scan, in the words of the desk. */
export const spoken = z.object({
  answer: ScanAnswerSchema.omit({ copy: true }),
  /** The short sentence of words.ja.md §4 that the desk reads. */
  say: z.string(),
});

export const StaffRoleSchema = z.enum(['prefecturalDesk', 'pickupLibrary', 'operator', 'administrator']);
export type StaffRole = z.infer<typeof StaffRoleSchema>;
