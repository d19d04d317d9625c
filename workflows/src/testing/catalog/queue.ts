import type { CatalogActivities, Queued, ReservationStanding } from '@toshobin/contracts';
import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import {
  type AllocationEnding,
  allow,
  type Decision,
  dayOf,
  type Instant,
  isLongOverdue,
  judgeJoining,
  judgeLeaving,
  judgePassingOn,
  judgePickupChange,
  judgeRedirectEnd,
  judgeResuming,
  judgeSuspension,
  refuse,
  type ToRedirect,
} from '@toshobin/lending-rules';
import { reached } from '@toshobin/lending-rules/ledger';
import type { PositionWithRows } from '../contract/bench.ts';
import type { Entry, Stock } from './stock.ts';

type Command<K extends keyof CatalogActivities> = Parameters<CatalogActivities[K]>[0];

/** The queue of a title: who waits, who has a copy, who has left. */
export class Queue {
  readonly #stock: Stock;

  constructor(stock: Stock) {
    this.#stock = stock;
  }

  join(command: Command<'joinQueue'>): Decision<Queued> {
    const stock = this.#stock;
    const { reservationId, recordId, pickupLibrary, channel, joinedAt } = command;
    const known = stock.entries.get(reservationId);
    const lending = stock.records.get(recordId);
    const judged = judgeJoining(
      known && { ...known, refusal: known.refusal ?? null, hasCopy: known.allocation !== undefined },
      lending && { lending, lendableCopies: stock.copiesOf(recordId).length },
      { channel, pickupIsPrefectural: pickupLibrary === PREFECTURAL_LIBRARY },
      stock.policy,
    );
    const application = { reservationId, recordId, pickupLibrary, channel };
    const fresh = { ...application, place: stock.nextNumber(), queuedAt: joinedAt };
    if (!judged.ok) {
      const refused = { state: 'refused', refusal: judged.refusal, endedOn: dayOf(joinedAt) } as const;
      if (!known) stock.entries.set(reservationId, { ...fresh, ...refused });
      return judged;
    }
    if (judged.value === 'joins') {
      stock.entries.set(reservationId, { ...fresh, state: 'waiting' });
      this.#serve(recordId, joinedAt);
    }
    return allow(this.#queued(stock.entry(reservationId)));
  }

  /** The entry of a reservation; undefined for one that never joined a queue. */
  #admitted(reservationId: string): Entry | undefined {
    const entry = this.#stock.entries.get(reservationId);
    return entry?.refusal ? undefined : entry;
  }

  leave(command: Command<'leaveQueue'>): Awaited<ReturnType<CatalogActivities['leaveQueue']>> {
    const { reservationId, by, reason = null, wish, at } = command;
    const entry = this.#admitted(reservationId);
    if (!entry) return { left: true, copyIs: 'none' };
    const { state, unservable = null } = entry;
    const order = { isWish: wish !== undefined, reason };
    const judged = judgeLeaving({ state, unservable }, this.#stock.chosenFor(entry), order);
    if (!judged.ok) return { left: false, refusal: judged.refusal.code };
    const { ends, copyIs } = judged.value;
    if (ends !== 'nothing') entry.cancelled = { by, reason };
    if (ends === 'waiting') this.#stock.end(entry, 'left', at, 'cancelled');
    if (ends === 'allocation') this.endAllocation(entry, 'left', at, 'cancelled');
    return { left: true, copyIs };
  }

  suspend({
    reservationId,
    until,
    at,
  }: Command<'suspend'>): Awaited<ReturnType<CatalogActivities['suspend']>> {
    const entry = this.#admitted(reservationId);
    const judged = judgeSuspension(entry?.state, { until, at }, this.#stock.policy);
    if (!entry || !judged.ok) return judged.ok ? refuse('STATE_CHANGED') : judged;
    entry.state = 'suspended';
    entry.suspendedUntil = until;
    return allow({ until });
  }

  resume({ reservationId, at, wish }: Command<'resume'>): Decision<Queued> {
    const entry = this.#admitted(reservationId);
    const known = entry && { state: entry.state, resumesOn: entry.suspendedUntil ?? null };
    const judged = judgeResuming(known, { isWish: wish !== undefined, at });
    if (!entry || !judged.ok) return judged.ok ? refuse('STATE_CHANGED') : judged;
    if (judged.value.waitsAgain) {
      entry.state = 'waiting';
      delete entry.suspendedUntil;
      this.#serve(entry.recordId, at);
    }
    if (wish === undefined) delete entry.keptAlone;
    return allow(this.#queued(entry));
  }

  changePickup(command: Command<'changePickup'>): Awaited<ReturnType<CatalogActivities['changePickup']>> {
    const stock = this.#stock;
    const { reservationId, pickupLibrary, at, wish } = command;
    const entry = this.#admitted(reservationId);
    const library = stock.libraries.get(pickupLibrary);
    if (!entry || entry.state === 'left' || entry.state === 'closed') return refuse('STATE_CHANGED');
    const name = library?.name ?? pickupLibrary;
    if (entry.pickupLibrary === pickupLibrary) return allow({ name });
    const judged = judgePickupChange(
      {
        ...this.#toRedirect(entry),
        inPersonOnly: stock.records.get(entry.recordId) === 'inPersonOnly',
        isPassedOn: entry.state === 'suspended' && entry.suspendedUntil == null,
      },
      {
        library: library && { pausedFrom: null, reopens: null, ...library },
        isPrefectural: pickupLibrary === PREFECTURAL_LIBRARY,
        at,
      },
    );
    if (!judged.ok) return judged;
    const { redirectedFrom: from, isMovedByHand, waitsAgain } = judged.value;
    entry.pickupLibrary = pickupLibrary;
    // R15. At the counter the reservation waits for no loan slot.
    if (pickupLibrary === PREFECTURAL_LIBRARY) delete entry.keptAlone;
    if (from !== null) entry.redirected = { from, wish };
    if (isMovedByHand) this.#askToMove(entry, at);
    if (waitsAgain) {
      entry.state = 'waiting';
      delete entry.suspendedUntil;
    }
    // A reservation that waited for its paused library, or for a loan slot, may have a copy now.
    if (entry.state === 'waiting') this.#serve(entry.recordId, at);
    return allow({ name });
  }

  /** Records what shipping has answered; `refused` is the wish that is refused after all, if there is one. */
  endRedirect({ reservationId, inTime, at, change }: Command<'endRedirect'>): {
    name: string;
    refused: string | undefined;
  } {
    const entry = this.#stock.entry(reservationId);
    const { wish } = entry.redirected ?? {};
    const judged = judgeRedirectEnd(this.#toRedirect(entry), { inTime, change });
    if (judged !== undefined) {
      delete entry.redirected;
      entry.pickupLibrary = judged.pickupLibrary;
      if (judged.isMovedByHand) this.#askToMove(entry, at);
    }
    const name = this.#stock.libraries.get(entry.pickupLibrary)?.name ?? entry.pickupLibrary;
    return { name, refused: judged?.isRefused ? wish : undefined };
  }

  #toRedirect({ state, allocation, pickupLibrary, redirected }: Entry): ToRedirect {
    const isOwn = state === 'allocated' && allocation !== undefined;
    return {
      state,
      position: isOwn ? this.#stock.position(allocation.allocation) : undefined,
      pickupLibrary,
      isPrefectural: pickupLibrary === PREFECTURAL_LIBRARY,
      redirectedFrom: redirected?.from ?? null,
    };
  }

  #askToMove({ reservationId, allocation }: Entry, at: Instant): void {
    const subject = { reservationId, ...(allocation ? { barcode: allocation.copyId } : {}) };
    this.#stock.tasks.add('moveHold', PREFECTURAL_LIBRARY, subject, 'pickupLibraryChanged', at);
  }

  passOnUnlessAlone(
    command: Command<'passOnUnlessAlone'>,
  ): Awaited<ReturnType<CatalogActivities['passOnUnlessAlone']>> {
    const { reservationId, allocation, at } = command;
    if (!this.#stock.isKnown(command)) return { state: 'gone' };
    const entry = this.#stock.entry(reservationId);
    const chosen = {
      ...this.#stock.chosen(allocation),
      atPrefectural: entry.pickupLibrary === PREFECTURAL_LIBRARY,
    };
    const judged = judgePassingOn(chosen, this.#stock.next(entry.recordId, at));
    if (judged.state === 'passedOn' && judged.to) this.#passOn(entry, at);
    if (judged.state === 'kept') entry.keptAlone = true;
    return { state: judged.state };
  }

  close(command: Command<'closeReservation'>): { closed: boolean } {
    const { reservationId, at } = command;
    const entry = this.#admitted(reservationId);
    if (!entry) return { closed: true };
    const copy = this.#stock.chosenFor(entry);
    const due = this.#stock.loanOf(reservationId, entry.allocation?.allocation)?.due;
    if (!isLongOverdue(copy, due, command)) return { closed: false };
    if (copy?.open) {
      this.endAllocation(entry, 'closed', at, 'closed');
      this.#stock.tasks.add('longOverdue', PREFECTURAL_LIBRARY, { reservationId }, 'remindedInVain', at);
    }
    return { closed: true };
  }

  positionOf(reservationId: string, standing: ReservationStanding | null): Omit<PositionWithRows, 'wishes'> {
    const { entries, loans } = this.#stock;
    const entry = entries.get(reservationId);
    if (!entry) return { entry: 'none', facts: [], standing };
    const { state, allocation, pickupLibrary } = entry;
    const position = this.#stock.positionInQueue(entry);
    if (position !== undefined) return { entry: state, position, facts: [], pickupLibrary, standing };
    if (state === 'suspended') return { entry: state, facts: [], pickupLibrary, standing };
    const due = loans.get(reservationId)?.due;
    return {
      entry: state,
      facts: allocation ? [...this.#stock.factsOf(allocation.allocation)] : [],
      pickupLibrary,
      standing,
      ...(allocation ? { allocation } : {}),
      ...(due ? { due } : {}),
    };
  }

  /** Ends an allocation: a copy that was never fetched goes to the next; any other stays until it is scanned home. */
  endAllocation(entry: Entry, state: 'left' | 'closed', at: Instant, ending: AllocationEnding): void {
    const { allocation } = entry;
    if (!allocation) throw new Error(`Reservation ${entry.reservationId} has no copy`);
    this.#stock.end(entry, state, at, ending);
    entry.endedAt = at;
    this.#stock.endLoan(entry.reservationId);
    if (reached(this.#stock.position(allocation.allocation), 'picked')) return;
    delete this.#stock.copy(allocation.copyId).allocation;
    this.#stock.allocate(entry.recordId, at);
  }

  /** Serves a title for which somebody waits from now on: a free copy first, then one kept while nobody did (R15). */
  #serve(recordId: string, at: Instant): void {
    const stock = this.#stock;
    stock.allocate(recordId, at);
    for (const entry of stock.entries.values()) {
      if (entry.recordId !== recordId || entry.state !== 'allocated' || !entry.keptAlone) continue;
      const number = entry.allocation?.allocation;
      if (number === undefined || reached(stock.position(number), 'packed')) continue;
      if (stock.next(recordId, at)) this.#passOn(entry, at);
    }
  }

  /** R15: the copy passes to the next who waits; off its shelf already, it counts as picked, with another slip. */
  #passOn(entry: Entry, at: Instant): void {
    const stock = this.#stock;
    const { allocation, copyId = '' } = entry.allocation ?? {};
    if (allocation === undefined) return;
    const picked = stock.standingFacts(allocation).find((fact) => fact.kind === 'picked');
    stock.withdraw(entry, at, 'passedOn');
    const next = stock.holderOf(stock.copy(copyId));
    if (!picked || !next?.allocation) return;
    // The copy is off its shelf for the next one from now on.
    stock.stateAgain({ ...picked, occurredAt: at }, next.allocation, at);
    const subject = { reservationId: next.reservationId, barcode: copyId };
    stock.tasks.add('moveHold', PREFECTURAL_LIBRARY, subject, 'passedOn', at);
  }

  #queued(entry: Entry): Queued {
    return {
      position: this.#stock.positionInQueue(entry) ?? 1,
      ...(entry.allocation ? { allocation: entry.allocation } : {}),
    };
  }
}
