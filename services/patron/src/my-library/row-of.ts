import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import {
  type CalendarDate,
  type Deadline,
  dayOf,
  type LedgerState,
  type LedgerStateCopy,
  type Shown,
  shownOf,
} from '@toshobin/lending-rules';

/** What only the patron service knows of the copy of a reservation. */
export interface OwnWord {
  /** The journey that it was said of; it says nothing of another one. */
  journey: number;
  /** R15: until when the copy is kept for a loan slot. */
  keptUntil: CalendarDate | null;
}

/** A row of My Library. That a loan is past its due date is told by the clock when it is read (shown-state.ts). */
export interface Row extends Shown {
  plannedDispatchDay: CalendarDate | null;
  expectedDate: CalendarDate | null;
  holdUntil: CalendarDate | null;
  due: Deadline | null;
  extended: boolean;
  resumesOn: CalendarDate | null;
  keptUntil: CalendarDate | null;
  returnedOn: CalendarDate | null;
}

/** The row of My Library that follows from how the reservation stands in the catalog, and from our own word. */
export function rowOf(state: LedgerState, word: OwnWord): Row {
  const { copy } = state;
  const own = copy !== null && copy.journey === word.journey ? word : undefined;
  const keptUntil = state.stage === 'fetched' ? (own?.keptUntil ?? null) : null;
  return {
    ...shownOf(state, {
      isKept: keptUntil !== null,
      atPrefectural: state.pickupLibrary === PREFECTURAL_LIBRARY,
    }),
    plannedDispatchDay: copy?.parcel?.dispatchDay ?? null,
    expectedDate: copy?.parcel?.expectedDate ?? null,
    holdUntil: hasHold(state) ? (copy?.holdUntil?.date ?? null) : null,
    due: copy?.due ?? null,
    extended: copy?.extended ?? false,
    resumesOn: state.stage === 'suspended' ? state.resumesOn : null,
    keptUntil,
    returnedOn: copy && state.ended === 'returned' ? returnedOn(copy) : null,
  };
}

/** R6. Whether the copy is held, or was until its hold ended; at a municipal library the due date is the end. */
function hasHold({ stage, ended: how }: LedgerState): boolean {
  return stage === 'held' || how === 'expired';
}

function returnedOn({ position }: LedgerStateCopy): CalendarDate | null {
  const at = position.handedInAt ?? position.homeAt;
  return at === undefined ? null : dayOf(at);
}
