import {
  PREFECTURAL_LIBRARY,
  ReservationIdSchema,
  type ReservationRequest,
  type StandingVersion,
} from '@toshobin/contracts';
import {
  allow,
  type Decision,
  dayOf,
  defaultPolicy,
  freeSlot,
  type Instant,
  judgeSlots,
  type LedgerState,
  type LoanSlot,
  noWait,
  type Outcome,
  refuse,
  type Slots,
  type SlotWait,
  slotsOf,
  toWake,
  whileOnTheWay,
} from '@toshobin/lending-rules';
import { type Emit, eventOf } from '../event-of.ts';

/** A reservation, as the patron service keeps it. */
export interface Row {
  reservationId: string;
  patron: string;
  /** The version of how the reservation stands that was heard last; the state once there is one. */
  version: StandingVersion;
  state?: LedgerState;
  request?: ReservationRequest;
  slot?: LoanSlot & { number: number };
  wait?: SlotWait & { wokenAt: Instant | null };
  outcome?: Outcome;
  closedAt?: Instant;
}

/** The loan slots of every patron, and who waits for one (R3, R15). */
export class LoanSlots {
  limit = defaultPolicy.loanLimit;
  readonly #rows: ReadonlyMap<string, Row>;
  readonly #emit: Emit;

  constructor(rows: ReadonlyMap<string, Row>, emit: Emit) {
    this.#rows = rows;
    this.#emit = emit;
  }

  /** @param keptFrom when its patron was told before that this copy is kept */
  claim(row: Row, at: Instant, keptFrom: Instant | null = null): Decision<{ slot: number }> {
    const number = row.slot?.number ?? this.#freeNumber(row.patron, this.limit);
    if (number === undefined) {
      row.wait = { ...(row.wait ?? { ...noWait, keptFrom }), wokenAt: null };
      this.#standStill(row.patron, at);
      return refuse('LOAN_LIMIT');
    }
    row.slot ??= { number, kind: 'claim', journey: row.state?.copy?.journey ?? 0 };
    delete row.wait;
    return allow({ slot: number });
  }

  release(row: Row, at: Instant): void {
    delete row.wait;
    if (row.slot?.kind === 'claim') delete row.slot;
    this.#wake(row.patron, at);
  }

  waitNoMore(row: Row, at: Instant): void {
    if (!row.wait) return;
    delete row.wait;
    this.#wake(row.patron, at);
  }

  /** Has a reservation's slots follow what it counts as. */
  change(row: Row, slots: Slots, at: Instant): void {
    const journey = row.state?.copy?.journey ?? 0;
    const judged = judgeSlots(slots, row.slot ?? null, { journey, handedInCounts: true });
    if (judged === 'loan' || judged === 'claim') {
      const number = row.slot?.number ?? this.#freeNumber(row.patron) ?? 0;
      row.slot = { number, kind: judged, journey };
    } else delete row.slot;
    if (judged === 'loan' || judged === 'nothing') delete row.wait;
    this.#standStill(row.patron, at);
    this.#wake(row.patron, at);
  }

  #freeNumber(patron: string, limit?: number): number | undefined {
    const taken = this.#rowsOf(patron).flatMap((row) => row.slot?.number ?? []);
    return freeSlot(taken, limit);
  }

  #standStill(patron: string, at: Instant): void {
    const rows = this.#rowsOf(patron);
    const isOnTheWay = rows.some(({ state, slot }) => state?.stage === 'handedIn' && slot);
    for (const { wait } of rows) if (wait) Object.assign(wait, whileOnTheWay(wait, isOnTheWay, at));
  }

  /** Tells the reservations that wait for a loan slot that one is free. */
  #wake(patron: string, at: Instant): void {
    const rows = this.#rowsOf(patron);
    const taken = rows.filter(({ slot }) => slot).length;
    const waits = rows.flatMap(({ reservationId, wait, state }) =>
      wait && (!state || countsAs(state) !== 'free') ? [{ reservationId, wait, wokenAt: wait.wokenAt }] : [],
    );
    for (const { reservationId: id, wait } of toWake(waits, { taken, limit: this.limit })) {
      wait.wokenAt = at;
      const reservationId = ReservationIdSchema.parse(id);
      this.#emit(eventOf('patron.loanSlot.free', { reservationId, on: dayOf(at) }));
    }
  }

  #rowsOf(patron: string): Row[] {
    return [...this.#rows.values()].filter((row) => row.patron === patron);
  }
}

export function countsAs(state: LedgerState): Slots {
  return slotsOf(state, state.pickupLibrary === PREFECTURAL_LIBRARY);
}
