import {
  CalendarDateSchema,
  DeadlineSchema,
  DispatchCalendarSchema,
  InstantSchema,
  LedgerStateSchema,
  LendingPolicySchema,
  type News,
  NewsSchema,
  OpeningCalendarSchema,
} from '@toshobin/lending-rules';
import { FactSchema } from '@toshobin/lending-rules/facts';
import { z } from 'zod';
import {
  AllocationNumberSchema,
  CopyIdSchema,
  LibraryCodeSchema,
  ParcelNumberSchema,
  RecordIdSchema,
  ReservationIdSchema,
  UuidSchema,
} from './ids.ts';
import { parseKnown } from './read-known.ts';

/** The envelope of every fact on Kafka: CloudEvents 1.0, structured mode. */
export const CloudEventSchema = z.object({
  specversion: z.literal('1.0'),
  id: UuidSchema,
  source: z.string(),
  type: z.string(),
  subject: z.string(),
  time: InstantSchema,
  datacontenttype: z.literal('application/json'),
  /** The number in the owner's outbox; tells which of two events was written first. */
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

/** How a reservation came: by the web, entered by staff for a caller, or as a loan made at the counter. */
export const ChannelSchema = z.enum(['web', 'phone', 'counter']);
export type Channel = z.infer<typeof ChannelSchema>;

export const ParcelModeSchema = z.enum(['yuMail', 'yuPack']);
export type ParcelMode = z.infer<typeof ParcelModeSchema>;
export const ParcelDirectionSchema = z.enum(['outward', 'return']);
export type ParcelDirection = z.infer<typeof ParcelDirectionSchema>;

/** R20. A change of pickup library: from where to where, and when it was wished. */
export const PickupChangeSchema = z.object({
  from: LibraryCodeSchema,
  to: LibraryCodeSchema,
  at: InstantSchema,
});
export type PickupChange = z.infer<typeof PickupChangeSchema>;

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

/**
 * How a reservation stands, whole, with its version: every reader keeps the highest. `epoch` rises when the catalog's
 * database is restored from a backup, `n` with each transaction that changes the state.
 */
export const ReservationStandingSchema = z.strictObject({
  reservationId: ReservationIdSchema,
  epoch: z.int().nonnegative(),
  n: z.int().positive(),
  state: LedgerStateSchema,
  /** What packing needs of the copy that is its own, and the number on its hold slip. */
  item: AllocationSchema.nullable(),
});
export type ReservationStanding = z.infer<typeof ReservationStandingSchema>;
export type StandingVersion = Pick<ReservationStanding, 'epoch' | 'n'>;

/** Negative: `a` is older than `b`; 0: the same version. */
export function compareVersions(a: StandingVersion, b: StandingVersion): number {
  return a.epoch - b.epoch || a.n - b.n;
}

/** Whether a process acts on a news; one that it does not act on is not sent, which keeps its history short. */
const awaited: Readonly<Record<News, boolean>> = {
  joinedTheQueue: true,
  refused: true,
  copyChosen: true,
  backInTheQueue: true,
  passedOn: true,
  suspended: true,
  resumed: true,
  fetched: true,
  putOnTheHoldShelf: true,
  packed: false,
  posted: true,
  receivedAtBranch: true,
  handedOut: true,
  handedIn: true,
  sentBack: true,
  broughtHome: true,
  lost: true,
  cancelled: true,
  expired: true,
  longOverdue: true,
  settled: false,
  settlementTakenBack: false,
  noCopyLeft: true,
  scanTakenBack: true,
  copiesSwapped: true,
  delayed: true,
  shelfCheckAnswered: true,
  holdBegun: true,
  holdNotBegun: true,
  dateMoved: true,
  pickupLibraryChanged: true,
  toldAnew: false,
};

/** Whether a process waits for that news. */
export function isAwaited(news: News): boolean {
  return awaited[news];
}

/** A copy's step inside a parcel, with what shipping knew of the parcel. */
const CopyMovedSchema = z.strictObject({
  fact: FactSchema,
  parcelNumber: ParcelNumberSchema.optional(),
  mode: ParcelModeSchema.optional(),
  /** The day on which the parcel leaves: planned when packed, real when shipped. */
  dispatchDay: CalendarDateSchema.optional(),
  expectedDate: CalendarDateSchema.optional(),
  assumed: z.boolean().optional(),
});

/** R5. The day from which a library can't be chosen for pickup, until it reopens. */
export const pauseOfPickup = {
  pausedFrom: CalendarDateSchema.nullable(),
  reopens: CalendarDateSchema.nullable(),
};

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
  ...pauseOfPickup,
});
export type Library = z.infer<typeof LibrarySchema>;

/** Mails about a reservation. */
export const ReservationNoticeKindSchema = z.enum([
  'accepted',
  'yourTurn',
  'readyAtMunicipal',
  'readyAtPrefectural',
  'readyTakenBack',
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
  'datesMoved',
  'pickupLibraryPaused',
]);
export type ReservationNoticeKind = z.infer<typeof ReservationNoticeKindSchema>;

/** Mails about a reservation, and about an address, a password or a card. */
export const NoticeKindSchema = z.enum([
  ...ReservationNoticeKindSchema.options,
  'verifyEmail',
  'emailChanged',
  'passwordChanged',
  'resetPassword',
  'cardApplied',
  'cardIssued',
  'cardDeclined',
  'cardExpiresSoon',
  'cardErasedSoon',
  'readingOrderEnded',
  'testMail',
]);
export type NoticeKind = z.infer<typeof NoticeKindSchema>;

/**
 * Every event by its type: who writes it (topic), and its data. The AsyncAPI description, the consumers'
 * parsing and the producers' types all come from here.
 */
export const eventSchemas = {
  /**
   * A transaction changed how a reservation stands; the news is named after what happened. `answered`: its process
   * asked for the change and heard it in the answer.
   */
  'catalog.reservation.changed': ReservationStandingSchema.extend({
    news: NewsSchema,
    answered: z.boolean(),
  }),
  /** Staff scanned a copy; `fact.reservationId` is null for a copy of nobody's reservation. */
  'catalog.copy.scanned': z.strictObject({ fact: FactSchema }),
  /**
   * R8: whether anybody waits for a title (accepted, neither allocated nor suspended), when that has changed. Nobody
   * waits for a title of which it was never told.
   */
  'catalog.title.waiting': z.strictObject({
    recordId: RecordIdSchema,
    waiting: z.boolean(),
    at: InstantSchema,
  }),
  'catalog.policy.changed': z.strictObject({ version: z.int().positive(), policy: LendingPolicySchema }),
  /** A copy's step inside a parcel: packed, shipped, arrived, sent back. */
  'shipping.copy.moved': CopyMovedSchema,
  'shipping.parcel.dispatched': z.strictObject({
    parcelNumber: ParcelNumberSchema,
    direction: ParcelDirectionSchema,
    library: LibraryCodeSchema,
    mode: ParcelModeSchema,
    dispatchedAt: InstantSchema,
    dispatchDay: CalendarDateSchema,
    expectedDate: CalendarDateSchema,
    arrival: z.enum(['scan', 'assumed']),
    /** R7: when somebody is asked about an unscanned parcel, and it is lost; by carrier and open days. */
    askLibraryAt: InstantSchema,
    askDeskAt: InstantSchema,
    lostAt: InstantSchema,
  }),
  /** A copy is not where it should be by now: its parcel was not scanned, or the copy was not in it. */
  'shipping.copy.delayed': z.strictObject({
    reservationId: ReservationIdSchema,
    allocation: AllocationNumberSchema,
    copyId: CopyIdSchema,
    parcelNumber: ParcelNumberSchema,
    why: z.enum(['notArrived', 'missingFromParcel']),
    at: InstantSchema,
  }),
  /** A copy is lost on its way. On the way out the catalog finds another one for its reservation. */
  'shipping.copy.lost': z.strictObject({
    reservationId: ReservationIdSchema.nullable(),
    allocation: AllocationNumberSchema.nullable(),
    copyId: CopyIdSchema,
    parcelNumber: ParcelNumberSchema,
    direction: ParcelDirectionSchema,
    at: InstantSchema,
  }),
  /** R17: a sudden closure of a library (days included): the dates in it move. */
  'shipping.closure.entered': z.strictObject({
    closureId: UuidSchema,
    library: LibraryCodeSchema,
    from: CalendarDateSchema,
    until: CalendarDateSchema,
    /** The reason in the words of the mail, e.g. 台風. */
    reason: z.string().min(1).max(60),
    at: InstantSchema,
  }),
  'shipping.closure.takenBack': z.strictObject({ closureId: UuidSchema, at: InstantSchema }),
  'shipping.parcel.arrived': z.strictObject({
    parcelNumber: ParcelNumberSchema,
    at: InstantSchema,
    assumed: z.boolean(),
  }),
  /** The dispatch of a parcel was taken back: it is packed again. */
  'shipping.parcel.notDispatched': z.strictObject({ parcelNumber: ParcelNumberSchema, at: InstantSchema }),
  /** The branch was asked 「棚にありますか」 and answered. */
  'shipping.shelfCheck.answered': z.strictObject({
    reservationId: ReservationIdSchema,
    allocation: AllocationNumberSchema,
    answer: z.enum(['here', 'gone']),
    at: InstantSchema,
  }),
  'shipping.library.changed': LibrarySchema,
  'shipping.dispatchCalendar.changed': DispatchCalendarSchema,
  /**
   * A mail was accepted for sending by which something begins: the hold at the prefectural library (R6), or the days of
   * a loan, where it went out late (R7); or that names a date which a closure has moved, and which binds us now (R17):
   * also a mail that SES may have taken without an answer. The event names the day alone: several events are of one
   * mail, and so of one person.
   */
  'patron.notice.sent': z.strictObject({
    reservationId: ReservationIdSchema,
    kind: NoticeKindSchema,
    /** Starts with the number of the journey that the mail is about; `0`: of no copy, as `accepted` always. */
    occasion: z.string(),
    sentOn: CalendarDateSchema,
    holdUntil: DeadlineSchema.optional(),
    /** The due date that the mail named: it binds us (R6). */
    due: DeadlineSchema.optional(),
    /** Present where the mail went out on a later day than planned: the mail service was away (R7). */
    late: z.literal(true).optional(),
  }),
  /** No mail reached the patron: there is no address, it came back, or it was refused for good. */
  'patron.notice.failed': z.strictObject({
    reservationId: ReservationIdSchema,
    kind: NoticeKindSchema,
    occasion: z.string(),
    why: z.enum(['noAddress', 'bounced', 'refused']),
    on: CalendarDateSchema,
  }),
  /**
   * A patron deleted these of their history, or the wish to keep one. The ids stand nowhere else: a keeper of them
   * knows no person and no loan, and a patron database that was set back deletes the entries again. The event names the
   * day alone.
   */
  'patron.history.deleted': z.strictObject({
    ids: z.array(UuidSchema).min(1).max(200),
    on: CalendarDateSchema,
  }),
  /** R1: somebody applied for a card; no person is named. */
  'patron.card.applied': z.strictObject({
    applicationId: UuidSchema,
    channel: z.enum(['online', 'paper']),
    at: InstantSchema,
  }),
  /** R1: the desk has looked at the application. */
  'patron.card.checked': z.strictObject({
    applicationId: UuidSchema,
    approved: z.boolean(),
    at: InstantSchema,
  }),
  /**
   * A volume of a reading order stands otherwise, or its patron has changed the order: its process looks again. The
   * event names the day alone: at that moment a reservation of the same person changed.
   */
  'patron.readingOrder.changed': z.strictObject({ orderId: UuidSchema, on: CalendarDateSchema }),
  /**
   * A loan slot came free for a reservation that waited for one (R15). The event names the day alone: at that moment
   * another reservation of the same person ended.
   */
  'patron.loanSlot.free': z.strictObject({ reservationId: ReservationIdSchema, on: CalendarDateSchema }),
} as const;

export type EventType = keyof typeof eventSchemas;
export type EventData<T extends EventType> = z.infer<(typeof eventSchemas)[T]>;

/** The topic of an event, which its owner writes to: the word before the first dot. */
export function topicOf(type: EventType): string {
  const owner = type.slice(0, type.indexOf('.'));
  if (owner === 'catalog' || owner === 'patron' || owner === 'shipping') return topics[owner];
  throw new Error(`No topic for events of type ${type}`);
}

export type KnownEvent = {
  [T in EventType]: { type: T; id: string; sequence: string; time: string; data: EventData<T> };
}[EventType];

/**
 * Reads an envelope: the known event, without fields that this release doesn't know; `undefined` for a type it doesn't
 * know (both are of a newer sender); or an exception when the data doesn't fit its type (a dead letter).
 */
export function readEvent(envelope: unknown): KnownEvent | undefined {
  const event = CloudEventSchema.parse(envelope);
  if (!Object.hasOwn(eventSchemas, event.type)) return undefined;
  const type = event.type as EventType;
  const data = parseKnown<unknown>(eventSchemas[type], event.data);
  return { type, id: event.id, sequence: event.sequence, time: event.time, data } as KnownEvent;
}
