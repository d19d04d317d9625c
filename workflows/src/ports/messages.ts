import type {
  Allocation,
  CancelWish,
  ChangePickupWish,
  EventData,
  ExtendWish,
  PlainWish,
  ReservationSignals,
  ReservationStanding,
  SuspendWish,
} from '@toshobin/contracts';
import {
  type Deadline,
  isStep,
  type LedgerState,
  type LedgerStateCopy,
  LendingStatusSchema,
} from '@toshobin/lending-rules';

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

const at = has<PlainWish>({ at: instant });
const deadline = has<Deadline>({ date, at: instant });
/** How a reservation stands, as its process relies on it. */
const standing = has<ReservationStanding>({
  epoch: count,
  n: count,
  item: orNull(has<Allocation>({ allocation: count, copyId: text, barcode: text, holdNumber: text })),
  state: has<LedgerState>({
    stage: oneOf(...LendingStatusSchema.options),
    pickupLibrary: text,
    resumesOn: orNull(date),
    ended: orNull(text),
    copy: orNull(
      has<LedgerStateCopy>({
        allocation: count,
        journey: count,
        round: count,
        position: has<LedgerStateCopy['position']>({ furthest: isStep, onReturnLeg: flag }),
        due: orNull(deadline),
        holdUntil: orNull(deadline),
      }),
    ),
  }),
});

/** The checks of what the process of a reservation is sent by signals. */
export const ofReservation: Readonly<Record<keyof ReservationSignals | 'news', Check>> = {
  news: standing,
  loanSlotFree: has<ReservationSignals['loanSlotFree']>({ on: date }),
  lookAgain: at,
};

/** The checks of wishes, which are updates. */
export const ofWish = {
  cancel: has<CancelWish>({ at: instant, by: oneOf('patron', 'library'), reason: maybe(text) }),
  extend: has<ExtendWish>({ askedAt: instant, holderHasOtherOverdue: flag, confirmDue: maybe(date) }),
  changePickup: has<ChangePickupWish>({ at: instant, pickupLibrary: text }),
  suspend: has<SuspendWish>({ at: instant, until: date }),
  resume: at,
  declarePickedUp: at,
};

/** The checks of what the other processes are sent by signals. */
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
export const lookAgain = at;
export const cardChecked = has<EventData<'patron.card.checked'>>({ approved: flag });
