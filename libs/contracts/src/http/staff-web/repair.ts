import { z } from 'zod';
import { readNumber as barcode, reason, scan } from '../../by-staff.ts';
import { offered, post } from '../../endpoint.ts';
import { ReservationNoticeKindSchema } from '../../events.ts';
import { LibraryCodeSchema, UuidSchema } from '../../ids.ts';
import { RepairedSchema } from '../../processes.ts';
import { catalogApi } from '../catalog/index.ts';
import { patronApi } from '../patron/index.ts';
import { byReservation } from './shapes.ts';

const ofCopy = z.strictObject({ ...scan, barcode, reason });

/** What the prefectural desk does about one reservation, beside its own scans. */
export const staffRepairApi = {
  reconcile: post('/api/reservations/:reservationId/reconciliation', {
    summary: 'Its process takes the present state and goes on; without one it begins anew',
    params: byReservation,
    body: z.strictObject({ reason }),
    /** `notYet`: the repair is asked for, and not answered in time. */
    answer: z.object({ did: z.enum([...RepairedSchema.options, 'notYet']) }),
    refusals: ['NOT_FOUND'],
  }),
  anotherCopy: offered(catalogApi.notOnShelf, {
    path: '/api/reservations/:reservationId/another-copy',
    summary: 'The copy chosen for it is searched for, and another one is tried',
    params: byReservation,
    body: ofCopy,
  }),
  confirmHandOutOf: offered(catalogApi.confirmHandOut, {
    path: '/api/reservations/:reservationId/hand-out-confirmation',
    params: byReservation,
    body: ofCopy,
  }),
  claimReturned: offered(catalogApi.claimReturned, {
    path: '/api/reservations/:reservationId/claim-returned',
    params: byReservation,
    body: ofCopy.extend({ saidLibrary: LibraryCodeSchema }),
  }),
  claimTakenBack: offered(catalogApi.voidScan, {
    path: '/api/reservations/:reservationId/claim-taken-back',
    summary: 'It was at the patron’s after all: on loan as before',
    params: byReservation,
    body: z.strictObject({ ...scan, voids: UuidSchema, reason }),
  }),
  mailAgain: offered(patronApi.mailAgain, {
    path: '/api/reservations/:reservationId/mails',
    body: z.strictObject({ wishId: UuidSchema, kind: ReservationNoticeKindSchema, reason }),
  }),
  settleDeadLetters: post('/api/dead-letters/settle', {
    summary: 'Puts events that nobody could read back onto their topics (chosen, or all), or dismisses them',
    body: z.strictObject({
      which: z.enum(['chosen', 'all', 'dismissed']),
      /** The places of the letters among the dead ones, partition and offset; not read for `all`. */
      positions: z
        .array(z.string().regex(/^\d+\/\d+$/))
        .max(500)
        .optional(),
      reason,
    }),
    answer: z.object({
      /** The letters that this has settled; one event may have several. */
      positions: z.array(z.string()),
      events: z.int(),
      /** Whether Kafka went away in between: the rest is as it was. */
      cutOff: z.boolean(),
    }),
    refusals: ['NOTHING_CHOSEN', 'NOT_FOUND', 'LETTER_SETTLED', 'KAFKA_AWAY'],
  }),
} as const;
