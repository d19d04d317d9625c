import {
  CalendarDateSchema,
  DeadlineSchema,
  DispatchCalendarSchema,
  FactSchema,
  InstantSchema,
  LendingPolicySchema,
  OpeningCalendarSchema,
} from '@toshobin/lending-rules';
import { z } from 'zod';
import {
  AllocationNumberSchema,
  CopyIdSchema,
  LibraryCodeSchema,
  ParcelNumberSchema,
  ReservationIdSchema,
} from './ids.ts';

/** The envelope of every fact on Kafka: CloudEvents 1.0, structured mode. */
export const CloudEventSchema = z.object({
  specversion: z.literal('1.0'),
  id: z.uuid(),
  source: z.string(),
  type: z.string(),
  subject: z.string(),
  time: InstantSchema,
  datacontenttype: z.literal('application/json'),
  /** Of the owner's outbox; tells which of two events was written first. */
  sequence: z.string().regex(/^\d+$/),
  data: z.unknown(),
});
export type CloudEvent = z.infer<typeof CloudEventSchema>;

export const topics = {
  catalog: 'catalog.facts',
  patron: 'patron.facts',
  shipping: 'shipping.facts',
  deadLetters: 'dead-letters',
} as const;

export const ParcelModeSchema = z.enum(['yuMail', 'yuPack']);
export type ParcelMode = z.infer<typeof ParcelModeSchema>;
export const ParcelDirectionSchema = z.enum(['outward', 'return']);
export type ParcelDirection = z.infer<typeof ParcelDirectionSchema>;

/** A copy chosen for a reservation, with what packing needs of it. No title. */
export const AllocationSchema = z.strictObject({
  reservationId: ReservationIdSchema,
  allocation: AllocationNumberSchema,
  copyId: CopyIdSchema,
  barcode: z.string(),
  weightGrams: z.int().nonnegative(),
  thicknessMm: z.int().nonnegative(),
  protectiveCover: z.boolean(),
  supplementCount: z.int().nonnegative(),
  /** Where the copy stands at the desk: the number on its hold slip. */
  holdNumber: z.string(),
  allocatedAt: InstantSchema,
});
export type Allocation = z.infer<typeof AllocationSchema>;

/** A fact as a reservation hears it, with what its sender knew of the loan and the journey. */
export const ReservationFactSchema = z.strictObject({
  fact: FactSchema,
  /** Set by a hand-out at the prefectural counter, where the loan begins. */
  due: DeadlineSchema.optional(),
  /** Set by facts that come from a parcel. */
  parcelNumber: ParcelNumberSchema.optional(),
  mode: ParcelModeSchema.optional(),
  /** The day it leaves: planned when packed, real when shipped. */
  dispatchDay: CalendarDateSchema.optional(),
  expectedDate: CalendarDateSchema.optional(),
  assumed: z.boolean().optional(),
});
export type ReservationFact = z.infer<typeof ReservationFactSchema>;

export const LibrarySchema = z.strictObject({
  code: LibraryCodeSchema,
  name: z.string(),
  reading: z.string(),
  /** Region's name as the seed writes it; null for the prefectural library. */
  region: z.string().nullable(),
  order: z.int(),
  phone: z.string(),
  arrival: z.enum(['scan', 'assumed']),
  calendar: OpeningCalendarSchema,
  pausedFrom: CalendarDateSchema.nullable(),
  reopens: CalendarDateSchema.nullable(),
});
export type Library = z.infer<typeof LibrarySchema>;

export const NoticeKindSchema = z.enum([
  'accepted',
  'yourTurn',
  'readyAtMunicipal',
  'readyAtPrefectural',
  'holdEndsSoon',
  'dueSoon',
  'overdue',
  'extended',
  'expired',
  'cancelledByPatron',
  'cancelledByLibrary',
  'handedIn',
  'returned',
  'loanLimitReached',
  'delayed',
  'verifyEmail',
  'emailChanged',
  'passwordChanged',
]);
export type NoticeKind = z.infer<typeof NoticeKindSchema>;

/**
 * Every event by its type: who writes it (topic), and its data. The AsyncAPI description, the consumers'
 * parsing and the producers' types all come from here.
 */
export const eventSchemas = {
  /** A copy was chosen for a reservation. */
  'catalog.copy.allocated': AllocationSchema,
  /** Staff scanned a copy; `fact.reservationId` is null when it is of nobody's reservation. */
  'catalog.copy.scanned': ReservationFactSchema,
  /** The copy chosen was not on the shelf; the reservation keeps its place. */
  'catalog.copy.notOnShelf': z.strictObject({
    factId: z.uuid(),
    reservationId: ReservationIdSchema,
    allocation: AllocationNumberSchema,
    copyId: CopyIdSchema,
    /** Another copy was chosen in the same moment: its allocation follows. */
    anotherCopy: z.boolean(),
    at: InstantSchema,
  }),
  'catalog.policy.changed': z.strictObject({ version: z.int().positive(), policy: LendingPolicySchema }),
  /** Packed, shipped, arrived, sent back: a copy's step inside a parcel. */
  'shipping.copy.moved': ReservationFactSchema,
  'shipping.parcel.dispatched': z.strictObject({
    parcelNumber: ParcelNumberSchema,
    direction: ParcelDirectionSchema,
    library: LibraryCodeSchema,
    mode: ParcelModeSchema,
    dispatchedAt: InstantSchema,
    dispatchDay: CalendarDateSchema,
    expectedDate: CalendarDateSchema,
    arrival: z.enum(['scan', 'assumed']),
  }),
  'shipping.parcel.arrived': z.strictObject({
    parcelNumber: ParcelNumberSchema,
    at: InstantSchema,
    assumed: z.boolean(),
  }),
  /** The branch was asked 「棚にありますか」 and answered. */
  'shipping.shelfCheck.answered': z.strictObject({
    reservationId: ReservationIdSchema,
    allocation: AllocationNumberSchema,
    answer: z.enum(['here', 'gone']),
    at: InstantSchema,
  }),
  'shipping.library.changed': LibrarySchema,
  'shipping.dispatchCalendar.changed': DispatchCalendarSchema,
  /** A mail was accepted for sending: the hold at the prefectural library begins with it (R6). */
  'patron.notice.sent': z.strictObject({
    reservationId: ReservationIdSchema,
    kind: NoticeKindSchema,
    /** Starts with the number of the allocation that it is about; `accepted` is always `0`. */
    occasion: z.string(),
    sentAt: InstantSchema,
    holdUntil: DeadlineSchema.optional(),
  }),
  /** A loan slot came free for a reservation that waited for one (R15). */
  'patron.loanSlot.free': z.strictObject({ reservationId: ReservationIdSchema, at: InstantSchema }),
} as const;

export type EventType = keyof typeof eventSchemas;
export type EventData<T extends EventType> = z.infer<(typeof eventSchemas)[T]>;

/** The topic an event's owner writes to: the word before the first dot. */
export function topicOf(type: EventType): string {
  const owner = type.slice(0, type.indexOf('.'));
  if (owner === 'catalog' || owner === 'patron' || owner === 'shipping') return topics[owner];
  throw new Error(`No topic for events of type ${type}`);
}

/** An event whose type is known, with its data parsed. */
export type KnownEvent = {
  [T in EventType]: { type: T; id: string; sequence: string; time: string; data: EventData<T> };
}[EventType];

/**
 * Reads an envelope: the known event, `undefined` for a type this release doesn't know (a newer sender),
 * or an exception when the data doesn't fit its type (a dead letter).
 */
export function readEvent(envelope: unknown): KnownEvent | undefined {
  const event = CloudEventSchema.parse(envelope);
  if (!Object.hasOwn(eventSchemas, event.type)) return undefined;
  const type = event.type as EventType;
  const data = eventSchemas[type].parse(event.data);
  return { type, id: event.id, sequence: event.sequence, time: event.time, data } as KnownEvent;
}
