import { CalendarDateSchema, DeadlineSchema, InstantSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { readNumber as barcode, reason } from '../../by-staff.ts';
import { offered, post } from '../../endpoint.ts';
import { LibraryCodeSchema, RecordIdSchema, ReservationIdSchema, UuidSchema } from '../../ids.ts';
import { catalogApi } from '../catalog/index.ts';
import { patronApi } from '../patron/index.ts';
import { byReservation } from './shapes.ts';

/** The caller's card, and one of the reservations of that card (NOT_FOUND otherwise). */
const ofCaller = { cardNumber: barcode, reservationId: ReservationIdSchema };
/** A wish under the id of its form, so that it is one wish however often it is sent. */
const wish = { ...ofCaller, wishId: UuidSchema };
const cancelRefusals = ['NOT_FOUND', 'BARCODE_WRONG_KIND', 'STATE_CHANGED', 'TRY_AGAIN'] as const;
const wishRefusals = [...cancelRefusals, 'TOO_MANY_WISHES'] as const;

/** Why the library cancels; the mail says it in these words (R20). */
const CancelReasonSchema = z.enum(['library', 'copyMissing', 'withdrawn', 'unreached', 'lost']);

/** 電話受付, at the prefectural desk alone: what a caller asks for, by their card (R2, R4, R8, R20). */
export const staffPhoneApi = {
  findCaller: offered(patronApi.findByCard, {
    path: '/api/phone/callers',
    body: z.strictObject({ cardNumber: barcode }),
  }),
  reserveForCaller: post('/api/phone/reservations', {
    summary:
      'R4: reserves for a caller 来館貸出可, and other titles where the rules let them in; sent twice with one id it is one reservation',
    body: z.strictObject({ ...ofCaller, recordId: RecordIdSchema, pickupLibrary: LibraryCodeSchema }),
    answer: z.object({
      reservationId: ReservationIdSchema,
      reservationNumber: z.string(),
      /** `later`: the wish is accepted, and its place follows. */
      answered: z.enum(['now', 'later']),
      position: z.int().nullable(),
      ready: z.boolean(),
    }),
    refusals: [
      ...new Set([
        ...patronApi.apply.refusals,
        'BARCODE_WRONG_KIND' as const,
        'PHONE_NOT_FOR_THIS' as const,
        'PICKUP_MUST_BE_PREFECTURAL' as const,
        'REFERENCE_ONLY' as const,
        'NO_LENDABLE_COPY' as const,
      ]),
    ],
  }),
  previewExtensionForCaller: post('/api/phone/extension-previews', {
    summary: catalogApi.previewExtension.summary,
    body: z.strictObject(ofCaller),
    answer: z.object({ due: DeadlineSchema, present: DeadlineSchema, previewedAt: InstantSchema }),
    refusals: [...new Set([...catalogApi.previewExtension.refusals, ...cancelRefusals])],
  }),
  extendForCaller: post('/api/phone/extensions', {
    summary: 'R8: extends to the date that the caller was told; the day of the call counts',
    body: z.strictObject({ ...wish, confirmDue: CalendarDateSchema, previewedAt: InstantSchema.optional() }),
    answer: z.object({ due: DeadlineSchema }),
    refusals: [
      ...new Set([...catalogApi.previewExtension.refusals, ...wishRefusals, 'PREVIEW_CHANGED' as const]),
    ],
  }),
  cancelForCaller: post('/api/phone/cancellations', {
    summary: 'R20: cancels for a caller, any time until handed out',
    body: z.strictObject(wish),
    answer: z.object({ cancelled: z.literal(true) }),
    refusals: [...cancelRefusals, 'CANCEL_TOO_LATE'],
  }),
  holdCancellation: post('/api/phone/held-cancellations', {
    summary: 'R20: cancels for a caller in a few minutes; until then it can be taken back',
    body: z.strictObject(wish),
    answer: z.object({ cancelsAt: InstantSchema }),
    refusals: [...cancelRefusals, 'CANCEL_TOO_LATE'],
  }),
  takeBackCancellation: post('/api/reservations/:reservationId/held-cancellation/taken-back', {
    summary: 'The caller keeps the reservation after all; STATE_CHANGED once it was cancelled',
    params: byReservation,
    body: z.strictObject({}),
    answer: z.object({ kept: z.literal(true) }),
    refusals: ['STATE_CHANGED'],
  }),
  changePickupForCaller: post('/api/phone/pickup-changes', {
    summary: 'R20: another pickup library, until packed',
    body: z.strictObject({ ...wish, pickupLibrary: LibraryCodeSchema }),
    answer: z.object({ pickupLibrary: z.string() }),
    refusals: [
      ...wishRefusals,
      'CHANGE_PICKUP_TOO_LATE',
      'PICKUP_LIBRARY_UNKNOWN',
      'PICKUP_LIBRARY_PAUSED',
      'PICKUP_MUST_BE_PREFECTURAL',
    ],
  }),
  suspendForCaller: post('/api/phone/suspensions', {
    summary: 'R20: suspends for a caller until a day',
    body: z.strictObject({ ...wish, until: CalendarDateSchema }),
    answer: z.object({ until: CalendarDateSchema }),
    refusals: [...wishRefusals, 'SUSPEND_TOO_LATE', 'SUSPEND_TOO_LONG'],
  }),
  resumeForCaller: post('/api/phone/resumptions', {
    summary: 'R20: resumes in the old place',
    body: z.strictObject(wish),
    answer: z.object({ position: z.int() }),
    refusals: wishRefusals,
  }),
  cancelByLibrary: post('/api/reservations/:reservationId/cancellation', {
    summary: 'The library cancels: `why` is what the mail says, `reason` is for the record of what was done',
    params: byReservation,
    body: z.strictObject({ wishId: UuidSchema, why: CancelReasonSchema, reason }),
    answer: z.object({ cancelled: z.literal(true) }),
    refusals: ['STATE_CHANGED', 'TRY_AGAIN', 'CANCEL_TOO_LATE'],
  }),
} as const;
