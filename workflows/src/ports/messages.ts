import type {
  CancelWish,
  ChangePickupWish,
  EventData,
  ExtendWish,
  PlainWish,
  ReservationFact,
  ReservationSignals,
  SuspendWish,
} from '@toshobin/contracts';
import { type Deadline, type Fact, steps } from '@toshobin/lending-rules';

// Anybody with the Temporal UI can send a process anything. What a process relies on in a message is checked by plain
// functions: the schemas of the contracts change themselves when they first parse, and what processes share is frozen.

/** Whether what came from outside is what it should be. */
export type Check = (given: unknown) => boolean;

const text: Check = (given) => typeof given === 'string';
const flag: Check = (given) => typeof given === 'boolean';
const count: Check = (given) => Number.isInteger(given);
const instant: Check = (given) => typeof given === 'string' && !Number.isNaN(Date.parse(given));
const date: Check = (given) => typeof given === 'string' && /^\d{4}-\d\d-\d\d$/.test(given);
const oneOf =
  (...values: readonly unknown[]): Check =>
  (given) =>
    values.includes(given);
const maybe =
  (is: Check): Check =>
  (given) =>
    given === undefined || is(given);
const orNull =
  (is: Check): Check =>
  (given) =>
    given === null || is(given);
/** An object with these parts; others are left alone. */
const has =
  <T>(parts: { readonly [K in keyof T]?: Check }): Check =>
  (given) =>
    typeof given === 'object' &&
    given !== null &&
    Object.entries<Check | undefined>(parts).every(([name, is]) => is?.(Reflect.get(given, name)) ?? true);

const ofCopy = { allocation: count };
const at = has<PlainWish>({ at: instant });
const deadline = has<Deadline>({ date, at: instant });
const fact = has<Fact>({
  factId: text,
  kind: oneOf(...steps.filter((step) => step !== 'allocated')),
  allocation: orNull(count),
  leg: oneOf('outward', 'return'),
  place: orNull(text),
  occurredAt: instant,
  recordedAt: instant,
  voids: maybe(text),
});

/** The signals of a reservation's process. */
export const ofReservation: Readonly<Record<keyof ReservationSignals, Check>> = {
  fact: has<ReservationFact>({
    fact,
    due: maybe(deadline),
    parcelNumber: maybe(text),
    expectedDate: maybe(date),
    assumed: maybe(flag),
  }),
  allocated: has<ReservationSignals['allocated']>({
    allocation: count,
    copyId: text,
    barcode: text,
    holdNumber: text,
    insteadOf: maybe(count),
  }),
  withdrawn: has<ReservationSignals['withdrawn']>({ ...ofCopy, why: text, anotherCopy: flag }),
  unservable: has<ReservationSignals['unservable']>({ why: oneOf('copyMissing', 'withdrawn') }),
  loanLost: has<ReservationSignals['loanLost']>(ofCopy),
  delayed: has<ReservationSignals['delayed']>(ofCopy),
  noticeSent: has<ReservationSignals['noticeSent']>({
    kind: text,
    occasion: text,
    sentAt: instant,
    holdUntil: maybe(deadline),
    late: maybe(flag),
  }),
  noticeFailed: has<ReservationSignals['noticeFailed']>({ kind: text, occasion: text }),
  loanSlotFree: at,
  shelfCheckAnswered: has<ReservationSignals['shelfCheckAnswered']>({
    ...ofCopy,
    answer: oneOf('here', 'gone'),
  }),
  closure: has<ReservationSignals['closure']>({
    closureId: text,
    library: text,
    from: date,
    until: date,
    reason: text,
  }),
  closureTakenBack: has<ReservationSignals['closureTakenBack']>({ closureId: text }),
  lookAgain: at,
};

/** The wishes, which are updates. */
export const ofWish = {
  cancel: has<CancelWish>({ at: instant, by: oneOf('patron', 'library'), reason: maybe(text) }),
  extend: has<ExtendWish>({ askedAt: instant, holderHasOtherOverdue: flag, confirmDue: maybe(date) }),
  changePickup: has<ChangePickupWish>({ at: instant, pickupLibrary: text }),
  suspend: has<SuspendWish>({ at: instant, until: date }),
  resume: at,
  declarePickedUp: at,
};

/** The signals of the other processes. */
export const parcelArrived = has<EventData<'shipping.parcel.arrived'>>({ assumed: flag });
export const parcelLookAgain = has<{ at: unknown; parcel: unknown }>({
  at: instant,
  parcel: maybe(
    has<EventData<'shipping.parcel.dispatched'>>({
      parcelNumber: text,
      direction: oneOf('outward', 'return'),
      library: text,
      mode: text,
      dispatchDay: date,
      expectedDate: date,
      arrival: oneOf('scan', 'assumed'),
      askLibraryAt: maybe(instant),
      askDeskAt: maybe(instant),
      lostAt: maybe(instant),
    }),
  ),
});
export const closureTakenBack = has<EventData<'shipping.closure.takenBack'>>({
  closureId: text,
  at: instant,
});
export const cardChecked = has<EventData<'patron.card.checked'>>({ approved: flag });
