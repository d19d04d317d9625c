import { InstantSchema, LendingPolicySchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { endpoint, noBody, nothing } from '../endpoint.ts';
import { ParcelDirectionSchema, ParcelModeSchema } from '../events.ts';
import { LibraryCodeSchema, ParcelNumberSchema, ReservationIdSchema } from '../ids.ts';
import { catalogApi, ScanAnswerSchema } from './catalog.ts';
import { ParcelSchema, shippingApi } from './shipping.ts';

export const StaffRoleSchema = z.enum(['prefecturalDesk', 'pickupLibrary', 'operator']);
export type StaffRole = z.infer<typeof StaffRoleSchema>;

/** `factId` and the time of the scan come from the desk's device: a scan sent twice happens once. */
const scan = { factId: z.uuid(), occurredAt: InstantSchema };
const barcode = z.string().min(1).max(64);
const byParcel = z.strictObject({ parcelNumber: ParcelNumberSchema });

/** Answer of a hand-out or a scan, in the words of the desk. */
const spoken = z.object({
  answer: ScanAnswerSchema,
  /** The short sentence of words.ja.md §4 that the desk reads. */
  say: z.string(),
});

/**
 * The staff's public HTTP interface: verbs of the desks. Who may do what is one table in staff-web; the library
 * is a property of the account.
 */
export const staffWebApi = {
  signIn: endpoint({
    method: 'post',
    path: '/api/session',
    summary: 'Signs a staff account in',
    params: nothing,
    query: nothing,
    body: z.strictObject({ account: z.string().min(1).max(64), password: z.string().min(1).max(256) }),
    answer: z.object({ role: StaffRoleSchema, library: LibraryCodeSchema }),
    refusals: ['SIGN_IN_FAILED', 'SIGN_IN_LATER'],
  }),
  pickList: { ...catalogApi.pickList, path: '/api/pick-list' },
  copiesToReturn: endpoint({
    method: 'get',
    path: '/api/copies-to-return',
    summary: catalogApi.copiesToReturn.summary,
    params: nothing,
    query: nothing,
    body: noBody,
    answer: catalogApi.copiesToReturn.answer,
  }),
  pick: endpoint({
    method: 'post',
    path: '/api/scans/pick',
    summary: catalogApi.confirmPick.summary,
    params: nothing,
    query: nothing,
    body: z.strictObject({ ...scan, barcode }),
    answer: spoken,
    refusals: catalogApi.confirmPick.refusals,
  }),
  notOnShelf: endpoint({
    method: 'post',
    path: '/api/scans/not-on-shelf',
    summary: catalogApi.notOnShelf.summary,
    params: nothing,
    query: nothing,
    body: z.strictObject({ ...scan, barcode }),
    answer: spoken,
    refusals: catalogApi.notOnShelf.refusals,
  }),
  processReturn: endpoint({
    method: 'post',
    path: '/api/scans/return',
    summary: catalogApi.processReturn.summary,
    params: nothing,
    query: nothing,
    body: z.strictObject({ ...scan, barcode, bookDrop: z.boolean(), firstEmptyingOfDay: z.boolean() }),
    answer: spoken,
    refusals: catalogApi.processReturn.refusals,
  }),
  handOut: endpoint({
    method: 'post',
    path: '/api/scans/hand-out',
    summary: 'R14: card, then copy; at the prefectural counter the loan begins here (R3, R7)',
    params: nothing,
    query: nothing,
    body: z.strictObject({ ...scan, cardNumber: barcode, barcode }),
    answer: spoken,
    refusals: [...catalogApi.handOut.refusals, 'NOT_FOUND', 'CARD_REPLACED'],
  }),
  handIn: endpoint({
    method: 'post',
    path: '/api/scans/hand-in',
    summary: catalogApi.handIn.summary,
    params: nothing,
    query: nothing,
    body: z.strictObject({ ...scan, barcode, bookDrop: z.boolean(), firstEmptyingOfDay: z.boolean() }),
    answer: spoken,
    refusals: catalogApi.handIn.refusals,
  }),
  packingList: { ...shippingApi.packingList, path: '/api/packing-list' },
  listParcels: { ...shippingApi.listParcels, path: '/api/parcels' },
  readParcel: { ...shippingApi.readParcel, path: '/api/parcels/:parcelNumber' },
  openParcel: endpoint({
    method: 'post',
    path: '/api/parcels',
    summary: shippingApi.openParcel.summary,
    params: nothing,
    query: nothing,
    body: z.strictObject({ ...scan, direction: ParcelDirectionSchema, library: LibraryCodeSchema }),
    answer: ParcelSchema,
    refusals: shippingApi.openParcel.refusals,
  }),
  pack: endpoint({
    method: 'post',
    path: '/api/parcels/:parcelNumber/pack',
    summary: shippingApi.pack.summary,
    params: byParcel,
    query: nothing,
    body: z.strictObject({ ...scan, barcode }),
    answer: ParcelSchema,
    refusals: [...shippingApi.pack.refusals, 'COPY_TO_RETURN'],
  }),
  unpack: endpoint({
    method: 'post',
    path: '/api/parcels/:parcelNumber/unpack',
    summary: shippingApi.unpack.summary,
    params: byParcel,
    query: nothing,
    body: z.strictObject({ ...scan, barcode }),
    answer: ParcelSchema,
    refusals: shippingApi.unpack.refusals,
  }),
  dispatch: endpoint({
    method: 'post',
    path: '/api/parcels/:parcelNumber/dispatch',
    summary: shippingApi.dispatch.summary,
    params: byParcel,
    query: nothing,
    body: z.strictObject({
      ...scan,
      mode: ParcelModeSchema,
      trackingNumber: z
        .string()
        .regex(/^\d{11,13}$/)
        .optional(),
      reason: z.string().min(1).max(200).optional(),
    }),
    answer: ParcelSchema,
    refusals: shippingApi.dispatch.refusals,
  }),
  receiveParcel: endpoint({
    method: 'post',
    path: '/api/parcels/:parcelNumber/arrival',
    summary: shippingApi.receiveParcel.summary,
    params: byParcel,
    query: nothing,
    body: z.strictObject({ ...scan }),
    answer: ParcelSchema,
    refusals: shippingApi.receiveParcel.refusals,
  }),
  shelfChecks: endpoint({
    method: 'get',
    path: '/api/shelf-checks',
    summary: shippingApi.shelfChecks.summary,
    params: nothing,
    query: nothing,
    body: noBody,
    answer: shippingApi.shelfChecks.answer,
  }),
  answerShelfCheck: endpoint({
    method: 'post',
    path: '/api/shelf-checks/:reservationId/answer',
    summary: shippingApi.answerShelfCheck.summary,
    params: z.strictObject({ reservationId: ReservationIdSchema }),
    query: nothing,
    body: z.strictObject({ ...scan, answer: z.enum(['here', 'gone']) }),
    answer: shippingApi.answerShelfCheck.answer,
    refusals: shippingApi.answerShelfCheck.refusals,
  }),
  readPolicy: { ...catalogApi.readPolicy, path: '/api/policy' },
  changePolicy: endpoint({
    method: 'put',
    path: '/api/policy',
    summary: catalogApi.changePolicy.summary,
    params: nothing,
    query: nothing,
    body: z.strictObject({ basedOnVersion: z.int(), policy: LendingPolicySchema }),
    answer: catalogApi.changePolicy.answer,
    refusals: catalogApi.changePolicy.refusals,
  }),
  timeline: endpoint({
    method: 'get',
    path: '/api/reservations/:reservationId',
    summary: 'A reservation’s facts and the address of its history in the Temporal UI',
    params: z.strictObject({ reservationId: ReservationIdSchema }),
    query: nothing,
    body: noBody,
    answer: z.object({ reservation: catalogApi.readReservation.answer, history: z.string() }),
    refusals: ['NOT_FOUND'],
  }),
} as const;
