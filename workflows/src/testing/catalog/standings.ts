import { isDeepStrictEqual } from 'node:util';
import {
  compareVersions,
  isAwaited,
  type KnownRow,
  PREFECTURAL_LIBRARY,
  ReservationIdSchema,
  type ReservationStanding,
  type ToldRows,
} from '@toshobin/contracts';
import { type CalendarDate, isAfter, newsOf, stageIs } from '@toshobin/lending-rules';
import { type LedgerCopy, type LedgerFact, stateOf } from '@toshobin/lending-rules/ledger';
import { eventOf } from '../event-of.ts';
import { type Closures, journeyOf } from './closures.ts';
import type { Entry, Stock } from './stock.ts';

/** How every reservation stands, as the catalog tells it: the same fold as the service's, over the rooms in memory. */
export class Standings {
  readonly #stock: Stock;
  readonly #closures: Closures;
  readonly #told = new Map<string, ReservationStanding>();
  /** By reservation: the last version of its state that a process waits for. */
  readonly #awaited = new Map<string, number>();
  /** By reservation: the version that its process was last seen to know. */
  readonly #heard = new Map<string, number>();
  readonly #daysOnly = new Set<string>();

  constructor(stock: Stock, closures: Closures) {
    this.#stock = stock;
    this.#closures = closures;
  }

  of(reservationId: string): ReservationStanding | null {
    return this.#told.get(reservationId) ?? null;
  }

  /** Whether something that the process waits for was told since a version that it knows. */
  isNewerThan({ reservationId, n }: { reservationId: string; n: number }): boolean {
    this.#heard.set(reservationId, n);
    return (this.#awaited.get(reservationId) ?? 0) > n;
  }

  /** Forgets the moments of those that were settled before that day, once each; days stay. Answers how many. */
  forgetSettledBefore(day: CalendarDate): number {
    const settled = [...this.#told.values()].filter(
      ({ reservationId, state }) =>
        state.settled !== null && isAfter(day, state.settled.on) && !this.#daysOnly.has(reservationId),
    );
    for (const { reservationId } of settled) this.#daysOnly.add(reservationId);
    return settled.length;
  }

  /** The reservations that were told and go on, in the order of their ids. */
  open(): string[] {
    const open = [...this.#told.values()].filter(
      ({ state }) => state.ended === null && state.stage !== 'over',
    );
    return open.map(({ reservationId }) => reservationId).sort();
  }

  #hasHeard({ reservationId, state }: ReservationStanding): boolean {
    const awaited = this.#awaited.get(reservationId) ?? 0;
    return (
      (this.#heard.get(reservationId) ?? -1) >= awaited && !stageIs(state.stage, 'waitsForPatronService')
    );
  }

  /** Tells the reservations anew of which a row knows another version. */
  tellRows(rows: readonly KnownRow[]): ToldRows {
    const answer = { told: [], erased: [], unknown: [], heard: [] } as Required<Omit<ToldRows, 'failed'>>;
    for (const { reservationId, ...version } of rows) {
      const told = this.#told.get(reservationId);
      if (told === undefined) {
        if (version.epoch > 0) answer.unknown.push(reservationId);
      } else if (compareVersions(version, told) !== 0) {
        const again = { ...told, n: told.n + 1 };
        this.#told.set(reservationId, again);
        this.#stock.emit(
          eventOf('catalog.reservation.changed', { ...again, news: 'toldAnew', answered: false }),
        );
        answer.told.push(reservationId);
      } else if (this.#hasHeard(told)) {
        answer.heard.push(reservationId);
      }
    }
    return answer;
  }

  /** Tells the reservations that stand otherwise than was told last; the one that asks hears it in the answer. */
  tell(asks?: string): void {
    for (const entry of this.#stock.entries.values()) {
      const { reservationId } = entry;
      const before = this.#told.get(reservationId);
      const present = this.present(entry);
      if (before && isDeepStrictEqual({ state: before.state, item: before.item }, present)) continue;
      const n = (before?.n ?? 0) + 1;
      const standing = { reservationId: ReservationIdSchema.parse(reservationId), epoch: 1, n, ...present };
      this.#told.set(reservationId, standing);
      const news = newsOf(before?.state, present.state);
      if (isAwaited(news)) this.#awaited.set(reservationId, n);
      const answered = asks === reservationId;
      this.#stock.emit(eventOf('catalog.reservation.changed', { ...standing, news, answered }));
    }
  }

  present(entry: Entry): Pick<ReservationStanding, 'state' | 'item'> {
    const { pickupLibrary, channel, state, suspendedUntil, unservable, refusal } = entry;
    const row = {
      state,
      pickupLibrary,
      redirectedFrom: entry.redirected?.from ?? null,
      atPrefectural: pickupLibrary === PREFECTURAL_LIBRARY,
      channel,
      resumesOn: suspendedUntil ?? null,
      unservable: unservable ?? null,
      unservableOn: entry.unservableOn ?? null,
      refusal: refusal?.code ?? null,
      endedOn: entry.endedOn ?? null,
      cancelled: entry.cancelled ?? null,
    };
    const copy = this.#copyOf(entry);
    const present = stateOf(copy ? { entry: row, copy } : { entry: row });
    return { state: present, item: present.copy && (entry.allocation ?? null) };
  }

  #copyOf(entry: Entry): LedgerCopy | undefined {
    if (entry.allocation === undefined) return undefined;
    const { allocation: number, allocatedAt } = entry.allocation;
    const { parcels } = this.#stock;
    const loan = this.#stock.loanOf(entry.reservationId, number);
    return {
      allocation: number,
      journey: journeyOf(entry),
      ending: this.#stock.chosen(number).ending,
      facts: this.#stock.factsOf(number).map((fact): LedgerFact => {
        const parcel = parcels.get(fact.factId);
        return parcel ? { fact, parcel } : { fact };
      }),
      delayed: entry.delayed === number,
      waitedFor: isAfter(allocatedAt, entry.queuedAt),
      keptAlone: entry.keptAlone ?? false,
      endedAt: entry.endedAt ?? null,
      loan: loan ? { due: loan.due, extended: loan.extendedAt !== undefined } : null,
      hold: entry.hold ?? null,
      moved: this.#closures.of(journeyOf(entry)),
      shelfCheck: entry.shelfCheck?.allocation === number ? entry.shelfCheck.answer : null,
      lostAt: entry.lostAt ?? null,
      settlement: entry.settlement ?? null,
    };
  }
}
