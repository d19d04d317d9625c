import { z } from 'zod';

/**
 * An id that somebody made, in lower case, as databases and processes compare it: the same id in capitals (a device's
 * own way) is the same.
 */
export const UuidSchema = z.uuid().toLowerCase();

/** The id of a reservation, made when the form is drawn, so that a form sent twice is one reservation. */
export const ReservationIdSchema = UuidSchema.brand<'ReservationId'>();
export type ReservationId = z.infer<typeof ReservationIdSchema>;

/** The number of a copy or a record in the database, as digits, so that JSON never rounds it. */
export const CopyIdSchema = z.string().regex(/^[1-9]\d{0,17}$/);
export type CopyId = z.infer<typeof CopyIdSchema>;
export const RecordIdSchema = z.string().regex(/^[1-9]\d{0,17}$/);
export type RecordId = z.infer<typeof RecordIdSchema>;

/** A record's public number, stable over every change: what a permanent link has. */
export const RecordNumberSchema = z.string().regex(/^T\d{9}$/);

/** The number of an allocation, which grows with each: a command or fact with an older number is void. */
export const AllocationNumberSchema = z.int().positive();

/** Code of a library, e.g. `pref` or `uto`; shipping owns the list. */
export const LibraryCodeSchema = z.string().regex(/^[a-z][a-z0-9-]{1,31}$/);
export type LibraryCode = z.infer<typeof LibraryCodeSchema>;

/** The library that owns the material; its counter is a place of pickup too. */
export const PREFECTURAL_LIBRARY = 'pref';

/** The number of a parcel: digits only, as barcode.ts reads them. */
export const ParcelNumberSchema = z.string().regex(/^\d{8,16}$/);
export type ParcelNumber = z.infer<typeof ParcelNumberSchema>;

/** The workflow of a reservation. Nothing of a person or a title is in it. */
export function reservationWorkflowId(reservationId: string): string {
  return `reservation-${reservationId}`;
}

/** The reservation whose process a workflow is; undefined: it is another process. */
export function reservationOfWorkflow(workflowId: string): ReservationId | undefined {
  const prefix = reservationWorkflowId('');
  if (!workflowId.startsWith(prefix)) return undefined;
  return ReservationIdSchema.safeParse(workflowId.slice(prefix.length)).data;
}

/** The workflow of a parcel, from dispatch on. */
export function parcelWorkflowId(parcelNumber: string): string {
  return `parcel-${parcelNumber}`;
}

export function cardApplicationWorkflowId(applicationId: string): string {
  return `card-application-${applicationId}`;
}

export function readingOrderWorkflowId(orderId: string): string {
  return `reading-order-${orderId}`;
}

/** The subject of a process that is no reservation's, by its workflow's id; undefined: it is none of these. */
export function subjectOfWorkflow(workflowId: string): ProcessSubject | undefined {
  const [parcel, application] = [parcelWorkflowId, cardApplicationWorkflowId].map((idOf) =>
    workflowId.startsWith(idOf('')) ? workflowId.slice(idOf('').length) : undefined,
  );
  const parcelNumber = ParcelNumberSchema.safeParse(parcel).data;
  if (parcelNumber) return { kind: 'parcel', parcelNumber };
  const applicationId = UuidSchema.safeParse(application).data;
  return applicationId ? { kind: 'cardApplication', applicationId } : undefined;
}
export type ProcessSubject =
  | { kind: 'parcel'; parcelNumber: ParcelNumber }
  | { kind: 'cardApplication'; applicationId: string };

/** The queues of the owners' commands; the night's work on many rows goes on one beside each, a piece at a time. */
export const taskQueues = {
  catalog: 'catalog',
  catalogAtNight: 'catalog-night',
  patron: 'patron',
  patronAtNight: 'patron-night',
  shipping: 'shipping',
  shippingAtNight: 'shipping-night',
  processes: 'processes',
  processesAtNight: 'processes-night',
} as const;
