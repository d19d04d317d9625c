import { z } from 'zod';
import { LibraryCodeSchema, ReservationIdSchema } from '../../ids.ts';
import { ScanAnswerSchema } from '../catalog.ts';

/** 代行入力: the pickup library that the prefectural desk enters this for; nobody else may name another library. */
export const forLibrary = { library: LibraryCodeSchema.optional() };
export const byReservation = z.strictObject({ reservationId: ReservationIdSchema });

/** Answer of a hand-out or a scan, in the words of the desk. */
export const spoken = z.object({
  answer: ScanAnswerSchema.omit({ copy: true }),
  /** The short sentence of words.ja.md §4 that the desk reads. */
  say: z.string(),
});

export const StaffRoleSchema = z.enum(['prefecturalDesk', 'pickupLibrary', 'operator', 'administrator']);
export type StaffRole = z.infer<typeof StaffRoleSchema>;
