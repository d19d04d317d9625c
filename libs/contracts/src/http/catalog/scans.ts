import { DeadlineSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { actOfStaff, readNumber } from '../../by-staff.ts';
import { CopyIdSchema, LibraryCodeSchema, ReservationIdSchema, UuidSchema } from '../../ids.ts';
import { OutOfUseSchema } from './place-and-condition.ts';

/** One scan of a copy by staff. */
export const ScanRequestSchema = z.strictObject({ ...actOfStaff, barcode: readNumber });
export type ScanRequest = z.infer<typeof ScanRequestSchema>;
/** The answer to any scan, with these fields more. */
const scanAnswer = <T extends z.ZodRawShape>(shape: T) =>
  z.object({ factId: UuidSchema, copyId: CopyIdSchema, repeated: z.boolean(), ...shape });

/** Present where the copy was searched for, missing, given up or lost until this scan. */
const found = z.literal(true).optional();
/** R10: present where the patron had said that the copy was returned, and it was searched for. */
const claimed = z.literal(true).optional();

/** Why a copy is back whose parcel is on its way: its patron had it, or never did. */
export const FromParcelSchema = z.enum(['lent', 'notLent']);
export type FromParcel = z.infer<typeof FromParcelSchema>;

/** What the person at the desk does next with the copy in hand. */
export const NextStepSchema = z.discriminatedUnion('next', [
  z.object({ next: z.literal('toShelf'), shelfMark: z.string(), found, claimed }),
  /** The copy may not be lent: it goes neither to its shelf nor to a reader. */
  z.object({ next: z.literal('setAside'), condition: OutOfUseSchema, claimed }),
  z.object({
    next: z.literal('toPacking'),
    found,
    claimed,
    reservationId: ReservationIdSchema,
    pickupLibrary: LibraryCodeSchema,
    holdNumber: z.string(),
  }),
  z.object({
    next: z.literal('toHoldShelf'),
    found,
    claimed,
    reservationId: ReservationIdSchema,
    holdNumber: z.string(),
  }),
  z.object({ next: z.literal('sendHome'), toPrefectural: z.boolean(), found, claimed }),
  z.object({
    next: z.literal('handOver'),
    due: DeadlineSchema,
    dueToday: z.boolean(),
    protectiveCover: z.boolean(),
    /** Present where the card's holder had nothing of the title held: the desk has a task, nobody has a loan. */
    wrongPerson: z.literal(true).optional(),
    /** The copy of a swap that is still here: it waits for somebody else under this number, and needs a new slip. */
    relabel: z.object({ barcode: z.string(), holdNumber: z.string() }).optional(),
  }),
  /** `anotherCopy`: whether its reservation got another copy at once, or waits in the queue again. */
  z.object({ next: z.literal('keepSearching'), anotherCopy: z.boolean().default(false) }),
]);
export type NextStep = z.infer<typeof NextStepSchema>;

/** The names of a copy at a desk that may read titles. */
export const CopyNamesSchema = z.object({
  title: z.string(),
  author: z.string(),
  shelfMark: z.string(),
  supplementCount: z.int(),
});
export type CopyNames = z.infer<typeof CopyNamesSchema>;

export const ScanAnswerSchema = scanAnswer({
  step: NextStepSchema,
  /** The copy's names, so that the page that follows asks nobody; a branch is not told. */
  copy: CopyNamesSchema,
  supplementCount: z.int(),
  protectiveCover: z.boolean(),
});
export type ScanAnswer = z.infer<typeof ScanAnswerSchema>;
