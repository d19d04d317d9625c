import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import {
  type CalendarDate,
  type Deadline,
  dayOf,
  isLostByBorrower,
  isUnconfirmed,
  type LedgerState,
  type LedgerStateCopy,
  type Outcome,
  type ReservationState,
} from '@toshobin/lending-rules';

/** What only the patron service knows of the copy of a reservation. */
export interface OwnWord {
  /** Of which journey it was said; of another one it says nothing. */
  journey: number;
  /** As the mail said that its turn has come. */
  plannedDispatchDay: CalendarDate | null;
  /** R15: kept for a loan slot until then. */
  keptUntil: CalendarDate | null;
}

/** A row of My Library. That a loan is past its due date is told by the clock when it is read (shown-state.ts). */
export interface Row {
  state: ReservationState;
  plannedDispatchDay: CalendarDate | null;
  expectedDate: CalendarDate | null;
  holdUntil: CalendarDate | null;
  due: Deadline | null;
  extended: boolean;
  resumesOn: CalendarDate | null;
  keptUntil: CalendarDate | null;
  returnedOn: CalendarDate | null;
  /** Over for the patron: the title may be reserved again. */
  ended: boolean;
}

/** How a row stands that its process ended with. The return of what is long overdue ends it. */
export const stateAfter: Readonly<Record<Outcome, ReservationState>> = {
  returned: 'returned',
  expired: 'expired',
  cancelled: 'cancelled',
  rejected: 'rejected',
  lost: 'lostInTransit',
  longOverdue: 'returned',
};

/** The row of My Library that follows from how the reservation stands in the catalog, and from our own word. */
export function rowOf(state: LedgerState, word: OwnWord): Row {
  const { copy } = state;
  const own = copy !== null && copy.journey === word.journey ? word : undefined;
  const keptUntil = state.stage === 'fetched' ? (own?.keptUntil ?? null) : null;
  return {
    ...stateAndEnd(state, keptUntil !== null),
    plannedDispatchDay: copy?.parcel?.dispatchDay ?? own?.plannedDispatchDay ?? null,
    expectedDate: copy?.parcel?.expectedDate ?? null,
    holdUntil: hasHold(state) ? (copy?.holdUntil?.date ?? null) : null,
    due: copy?.due ?? null,
    extended: copy?.extended ?? false,
    resumesOn: state.stage === 'suspended' ? state.resumesOn : null,
    keptUntil,
    returnedOn: copy && state.ended === 'returned' ? returnedOn(copy) : null,
  };
}

const open = (state: ReservationState) => ({ state, ended: false });
const ended = (state: ReservationState) => ({ state, ended: true });

function stateAndEnd(state: LedgerState, isKept: boolean): Pick<Row, 'state' | 'ended'> {
  const atPrefectural = state.pickupLibrary === PREFECTURAL_LIBRARY;
  const { copy } = state;
  switch (state.stage) {
    case 'waiting':
      return open('queued');
    case 'suspended':
      // R15: passed on, and without a day until it has a loan slot.
      return open(state.resumesOn === null ? 'heldForLoanLimit' : 'suspended');
    case 'toFetch':
      return open('allocated');
    case 'fetched':
      return open(isKept ? 'heldForLoanLimit' : 'picked');
    case 'packed':
      return open('packed');
    case 'inTransit':
      return open(copy?.delayed ? 'arrivalOverdue' : 'shipped');
    case 'held':
      return open(isUnconfirmed(state, atPrefectural) ? 'handOutUnconfirmed' : 'ready');
    case 'onLoan':
      return open('handedOut');
    case 'handedIn':
      return open('returning');
    case 'comingHome':
      if (isUnconfirmed(state, atPrefectural)) return open('handOutUnconfirmed');
      // Sent back unasked, its reservation goes on until it is home.
      return state.ended === null ? open('arrivalOverdue') : ended(stateAfter[state.ended]);
    case 'lost':
      return isLostByBorrower(state) ? open('lostInTransit') : ended('lostInTransit');
    case 'over':
      return ended(isWithoutItsBook(state) ? 'settled' : stateAfter[state.ended ?? 'cancelled']);
  }
}

/** R18. The book was paid for or given up. */
function isWithoutItsBook({ settled }: LedgerState): boolean {
  return settled?.how === 'paid' || settled?.how === 'writtenOff';
}

/** R6. It is held, or was until its hold ended; at a municipal library until the due date. */
function hasHold({ stage, ended: how }: LedgerState): boolean {
  return stage === 'held' || how === 'expired';
}

function returnedOn({ position }: LedgerStateCopy): CalendarDate | null {
  const at = position.handedInAt ?? position.homeAt;
  return at === undefined ? null : dayOf(at);
}
