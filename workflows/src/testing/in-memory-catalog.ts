import { randomUUID } from 'node:crypto';
import type {
  Allocation,
  CatalogActivities,
  CatalogPosition,
  EventData,
  KnownEvent,
} from '@toshobin/contracts';
import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import {
  allow,
  type CalendarDate,
  type Deadline,
  type Decision,
  deadlineAfter,
  decideExtension,
  decideMaterial,
  defaultPolicy,
  dueAfterLateMail,
  type Fact,
  type FactKind,
  type Instant,
  instantFromDate,
  type LendingPolicy,
  loanDeadline,
  type OpeningCalendar,
  positionOf,
  reached,
  refuse,
} from '@toshobin/lending-rules';

/** Open every day: the calendars have tests of their own. */
export const alwaysOpen: OpeningCalendar = { closedWeekdays: [], closedDates: [], closures: [] };

export type Lending = 'lendable' | 'inPersonOnly' | 'audiovisual' | 'referenceOnly';

interface Copy {
  copyId: string;
  recordId: string;
  onShelf: boolean;
  searching: boolean;
  allocation?: number;
}

interface Entry {
  reservationId: string;
  recordId: string;
  pickupLibrary: string;
  place: number;
  state: 'waiting' | 'suspended' | 'allocated' | 'left' | 'closed';
  allocation?: Allocation;
}

interface Loan {
  allocation: number;
  startedAt: Instant;
  due: Deadline;
  extendedTo?: CalendarDate;
  handedIn: boolean;
  ended: boolean;
}

export type Emit = (event: KnownEvent) => void;

/** What any port has to publish: an event of its own, with an id. */
export function eventOf<T extends KnownEvent['type']>(
  type: T,
  data: EventData<T>,
  id: string = randomUUID(),
): KnownEvent {
  return { type, data, id, sequence: '0', time: instantFromDate(new Date()) } as KnownEvent;
}

/**
 * The catalog's port in memory, for path tests and generated sequences: one library's shelves, queues and loans.
 * The contract suite runs on it and on the real service.
 */
export class InMemoryCatalog implements CatalogActivities {
  policy: LendingPolicy = defaultPolicy;
  readonly #records = new Map<string, Lending>();
  readonly #copies = new Map<string, Copy>();
  readonly #entries = new Map<string, Entry>();
  readonly #loans = new Map<string, Loan>();
  readonly #facts: Fact[] = [];
  readonly #emit: Emit;
  #numbers = 0;

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  addRecord(copies: number, lending: Lending = 'lendable'): { recordId: string; copyIds: string[] } {
    const recordId = String(++this.#numbers);
    this.#records.set(recordId, lending);
    const copyIds = Array.from({ length: copies }, () => String(++this.#numbers));
    for (const copyId of copyIds) {
      this.#copies.set(copyId, { copyId, recordId, onShelf: true, searching: false });
    }
    return { recordId, copyIds };
  }

  async joinQueue(command: Parameters<CatalogActivities['joinQueue']>[0]) {
    const { reservationId, recordId, pickupLibrary, channel } = command;
    const known = this.#entries.get(reservationId);
    if (!known) {
      const lending = this.#records.get(recordId);
      if (!lending) return refuse('NOT_FOUND');
      const lendableCopies = [...this.#copies.values()].filter((copy) => copy.recordId === recordId).length;
      const judged = decideMaterial(
        { lending, lendableCopies },
        { channel, pickupIsPrefectural: pickupLibrary === PREFECTURAL_LIBRARY },
        this.policy,
      );
      if (!judged.ok) return judged;
      this.#entries.set(reservationId, {
        reservationId,
        recordId,
        pickupLibrary,
        place: ++this.#numbers,
        state: 'waiting',
      });
      this.#allocate(recordId, command.joinedAt, reservationId);
    }
    const entry = this.#entry(reservationId);
    if (entry.state === 'left' || entry.state === 'closed') return refuse('STATE_CHANGED');
    return allow({
      position: this.#positionInQueue(entry) ?? 1,
      ...(entry.allocation ? { allocation: entry.allocation } : {}),
    });
  }

  async leaveQueue({ reservationId, at }: Parameters<CatalogActivities['leaveQueue']>[0]) {
    const entry = this.#entries.get(reservationId);
    if (!entry) return { left: true, copyIs: 'none' } as const;
    const { allocation, state } = entry;
    if (!allocation) {
      entry.state = 'left';
      return { left: true, copyIs: 'none' } as const;
    }
    const position = this.#position(allocation.allocation);
    const endedAtHome = state === 'closed' && reached(position, 'home');
    if (reached(position, 'handedOut') || endedAtHome) {
      return { left: false, refusal: 'CANCEL_TOO_LATE' } as const;
    }
    if (state === 'allocated') this.#endAllocation(entry, allocation, 'left', at);
    const copyIs =
      position.furthest === 'home' || !reached(position, 'picked')
        ? 'onShelf'
        : reached(position, 'shipped')
          ? 'away'
          : reached(position, 'packed')
            ? 'packed'
            : 'atPrefectural';
    return { left: true, allocation: allocation.allocation, copyIs } as const;
  }

  /** A copy that was never fetched goes to the next; any other stays where it is until it is scanned home. */
  #endAllocation(entry: Entry, allocation: Allocation, state: 'left' | 'closed', at: Instant): void {
    entry.state = state;
    const loan = this.#loans.get(entry.reservationId);
    if (loan) loan.ended = true;
    if (reached(this.#position(allocation.allocation), 'picked')) return;
    delete this.#copy(allocation.copyId).allocation;
    this.#allocate(entry.recordId, at);
  }

  async openLoan(command: Parameters<CatalogActivities['openLoan']>[0]) {
    const known = this.#loans.get(command.reservationId);
    if (known) return { due: known.due, policy: this.policy };
    const due = loanDeadline(command.startedAt, alwaysOpen, this.policy);
    if (this.#entry(command.reservationId).state !== 'allocated') return { due, policy: this.policy };
    this.#loans.set(command.reservationId, { ...command, due, handedIn: false, ended: false });
    return { due, policy: this.policy };
  }

  async moveDueAfterLateMail(command: Parameters<CatalogActivities['moveDueAfterLateMail']>[0]) {
    const { mailAcceptedAt, reservationId, allocation } = command;
    const loan = this.#loans.get(reservationId);
    if (loan?.ended || loan?.extendedTo) return loan.due;
    const startedAt = loan?.startedAt ?? this.#position(allocation).shippedAt ?? mailAcceptedAt;
    const present = loan?.due ?? loanDeadline(startedAt, alwaysOpen, this.policy);
    const due = dueAfterLateMail(startedAt, present, mailAcceptedAt, alwaysOpen, this.policy);
    if (loan) loan.due = due;
    return due;
  }

  async extendIfNobodyWaits(
    command: Parameters<CatalogActivities['extendIfNobodyWaits']>[0],
  ): Promise<Decision<Deadline>> {
    const loan = this.#loans.get(command.reservationId);
    if (!loan || loan.ended) return refuse('NOT_ON_LOAN');
    if (loan.extendedTo && loan.extendedTo === command.confirmDue) return allow(loan.due);
    const entry = this.#entry(command.reservationId);
    const decision = decideExtension({
      loan: {
        due: loan.due,
        pickedUp: reached(this.#position(loan.allocation), 'handedOut'),
        extended: loan.extendedTo !== undefined,
        handedIn: loan.handedIn,
        othersWaiting: this.#waiting(entry.recordId).length > 0,
        holderHasOtherOverdue: command.holderHasOtherOverdue,
      },
      asked: command.askedAt,
      calendar: alwaysOpen,
      policy: this.policy,
    });
    if (!decision.ok) return decision;
    if (command.confirmDue && command.confirmDue !== decision.value.date) {
      return refuse('PREVIEW_CHANGED', { newDueDate: decision.value.date });
    }
    loan.due = decision.value;
    loan.extendedTo = decision.value.date;
    return decision;
  }

  async expireHold({ reservationId, allocation, at }: Parameters<CatalogActivities['expireHold']>[0]) {
    const position = this.#position(allocation);
    if (reached(position, 'home')) return { state: 'home' } as const;
    if (reached(position, 'handedOut')) return { state: 'handedOut' } as const;
    const entry = this.#entry(reservationId);
    if (entry.allocation && entry.state === 'allocated')
      this.#endAllocation(entry, entry.allocation, 'left', at);
    return { state: 'expired' } as const;
  }

  async closeReservation({ reservationId, at }: Parameters<CatalogActivities['closeReservation']>[0]) {
    const entry = this.#entries.get(reservationId);
    if (!entry) return;
    if (entry.allocation && entry.state === 'allocated') {
      this.#endAllocation(entry, entry.allocation, 'closed', at);
    }
    entry.state = 'closed';
  }

  async positionOf({
    reservationId,
  }: Parameters<CatalogActivities['positionOf']>[0]): Promise<CatalogPosition> {
    const entry = this.#entries.get(reservationId);
    if (!entry) return { entry: 'none', facts: [] };
    const position = this.#positionInQueue(entry);
    if (position !== undefined) return { entry: entry.state, position, facts: [] };
    const due = this.#loans.get(reservationId)?.due;
    return {
      entry: entry.state,
      facts: this.#facts.filter((fact) => fact.allocation === entry.allocation?.allocation),
      ...(entry.allocation ? { allocation: entry.allocation } : {}),
      ...(due ? { due } : {}),
    };
  }

  async policyInForce(): Promise<LendingPolicy> {
    return this.policy;
  }

  /** What staff do with a copy in hand: recorded, and told to whom it concerns. */
  scan(copyId: string, kind: FactKind, at: Instant, place: string = PREFECTURAL_LIBRARY): Fact {
    const copy = this.#copy(copyId);
    const entry = [...this.#entries.values()].find(
      (candidate) => candidate.allocation?.allocation === copy.allocation,
    );
    const back = kind === 'handedIn' || kind === 'home';
    const fact: Fact = {
      factId: randomUUID(),
      kind,
      copyId,
      reservationId: copy.allocation === undefined ? null : (entry?.reservationId ?? null),
      allocation: copy.allocation ?? null,
      leg: back ? 'return' : 'outward',
      place,
      occurredAt: at,
      recordedAt: at,
    };
    this.#facts.push(fact);
    let due: Deadline | undefined;
    if (entry && kind === 'handedOut' && place === PREFECTURAL_LIBRARY && copy.allocation !== undefined) {
      due = loanDeadline(at, alwaysOpen, this.policy);
      this.#loans.set(entry.reservationId, {
        allocation: copy.allocation,
        startedAt: at,
        due,
        handedIn: false,
        ended: false,
      });
    }
    const loan = entry && this.#loans.get(entry.reservationId);
    // R9: whoever comes after the hold ended and before the copy is sent back gets it all the same, for a week.
    if (entry?.state === 'left' && kind === 'handedOut') {
      entry.state = 'allocated';
      if (loan) loan.due = deadlineAfter(at, this.policy.handOutAfterExpiry);
    }
    if (loan && kind === 'handedOut') due = loan.due;
    if (loan && back) loan.handedIn = true;
    this.#emit(eventOf('catalog.copy.scanned', { fact, ...(due ? { due } : {}) }, fact.factId));
    if (kind === 'home') {
      if (entry && entry.state === 'allocated') entry.state = 'closed';
      delete copy.allocation;
      copy.onShelf = true;
      this.#allocate(copy.recordId, at);
    }
    return fact;
  }

  /** A copy's step inside a parcel, as the catalog hears it from shipping. */
  hear(fact: Fact): void {
    this.#facts.push(fact);
  }

  /** The copy is not where it should be: it is searched for, and another is tried. */
  notOnShelf(copyId: string, at: Instant): void {
    const copy = this.#copy(copyId);
    const entry = [...this.#entries.values()].find(
      (candidate) => candidate.allocation?.allocation === copy.allocation,
    );
    if (!entry?.allocation) throw new Error(`Copy ${copyId} is nobody's`);
    const { allocation } = entry.allocation;
    copy.searching = true;
    copy.onShelf = false;
    delete copy.allocation;
    delete entry.allocation;
    entry.state = 'waiting';
    const factId = randomUUID();
    this.#allocate(copy.recordId, at);
    this.#emit(
      eventOf(
        'catalog.copy.notOnShelf',
        {
          factId,
          reservationId: reservationIdOf(entry.reservationId),
          allocation,
          copyId,
          anotherCopy: this.#numberOf(entry) !== undefined,
          at,
        },
        factId,
      ),
    );
  }

  copyOf(reservationId: string): string {
    const copyId = this.#entries.get(reservationId)?.allocation?.copyId;
    if (!copyId) throw new Error(`Reservation ${reservationId} has no copy`);
    return copyId;
  }

  /** Gives a free copy on the shelf to the first who waits; tells it unless that is the one who asks just now. */
  #allocate(recordId: string, at: Instant, asking?: string): void {
    const copy = [...this.#copies.values()].find(
      (candidate) =>
        candidate.recordId === recordId && candidate.onShelf && candidate.allocation === undefined,
    );
    const next = this.#waiting(recordId)[0];
    if (!copy || !next) return;
    const number = ++this.#numbers;
    copy.allocation = number;
    next.state = 'allocated';
    next.allocation = {
      reservationId: reservationIdOf(next.reservationId),
      allocation: number,
      copyId: copy.copyId,
      barcode: copy.copyId.padStart(10, '1'),
      weightGrams: 300,
      thicknessMm: 15,
      protectiveCover: false,
      supplementCount: 0,
      holdNumber: `A-${number}`,
      allocatedAt: at,
    };
    if (next.reservationId !== asking) this.#emit(eventOf('catalog.copy.allocated', next.allocation));
  }

  #waiting(recordId: string): Entry[] {
    return [...this.#entries.values()]
      .filter((entry) => entry.recordId === recordId && entry.state === 'waiting')
      .sort((a, b) => a.place - b.place);
  }

  #positionInQueue(entry: Entry): number | undefined {
    const before = this.#waiting(entry.recordId).indexOf(entry);
    return before < 0 ? undefined : before + 1;
  }

  #numberOf(entry: Entry): number | undefined {
    return entry.allocation?.allocation;
  }

  #position(allocation: number) {
    return positionOf(this.#facts, allocation);
  }

  #entry(reservationId: string): Entry {
    const entry = this.#entries.get(reservationId);
    if (!entry) throw new Error(`No reservation ${reservationId}`);
    return entry;
  }

  #copy(copyId: string): Copy {
    const copy = this.#copies.get(copyId);
    if (!copy) throw new Error(`No copy ${copyId}`);
    return copy;
  }
}

function reservationIdOf(id: string): Allocation['reservationId'] {
  return id as Allocation['reservationId'];
}
