import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import {
  type DateKind,
  type DaySpan,
  type Deadline,
  dateThatMoves,
  dateWithoutMove,
  type Instant,
  isWithin,
  type LedgerState,
  type MovedDate,
  movedByClosure,
} from '@toshobin/lending-rules';
import { alwaysOpen, type Entry, type Stock } from './stock.ts';

interface Closure {
  closureId: string;
  entered?: { library: string; days: DaySpan; reason: string };
  isTakenBack: boolean;
}

type Move = MovedDate & { journey: number; kind: DateKind };

/** R17. The closures of libraries, and the dates that they moved. */
export class Closures {
  readonly #stock: Stock;
  readonly #closures = new Map<string, Closure>();
  readonly #moves: Move[] = [];

  constructor(stock: Stock) {
    this.#stock = stock;
  }

  enter(closureId: string, entered: NonNullable<Closure['entered']>): void {
    this.#closure(closureId).entered = entered;
    this.#keepCalendars();
  }

  takeBack(closureId: string): void {
    this.#closure(closureId).isTakenBack = true;
    this.#keepCalendars();
  }

  /** The closures that have moved a date of that journey and were not taken back. */
  of(journey: number): { closureId: string; reason: string }[] {
    const moves = this.#moves.filter((move) => move.journey === journey && move.movedBackAt === null);
    return [...new Set(moves.map(({ closureId }) => closureId))].map((closureId) => ({
      closureId,
      reason: this.#closure(closureId).entered?.reason ?? '',
    }));
  }

  /** Moves back the dates that a closure moved which is taken back. */
  moveBack(entry: Entry, at: Instant): void {
    const journey = journeyOf(entry);
    const back = this.#moves.filter(
      (move) =>
        move.journey === journey && move.movedBackAt === null && this.#closure(move.closureId).isTakenBack,
    );
    for (const move of back) {
      const present = this.#dateOf(entry, move.kind);
      const moves = this.#moves.filter((one) => one.journey === journey && one.kind === move.kind);
      if (present) {
        this.#write(entry, move.kind, dateWithoutMove(present.until, moves, move.closureId, present.told));
      }
      move.movedBackAt = at;
    }
  }

  /** Moves a date that lies in a closure, unless it had passed by `since`. */
  moveOn(entry: Entry, state: LedgerState, { at, since }: { at: Instant; since: Instant }): void {
    const { pickupLibrary } = entry;
    const date = dateThatMoves(state, pickupLibrary === PREFECTURAL_LIBRARY, since);
    const closure = [...this.#closures.values()].find(
      ({ entered, isTakenBack }) =>
        date && !isTakenBack && entered?.library === pickupLibrary && isWithin(entered.days, date.until.date),
    );
    if (!date || !closure?.entered) return;
    const { calendar } = this.#stock.libraries.get(pickupLibrary) ?? { calendar: alwaysOpen };
    const to = movedByClosure(date.until, closure.entered.days, calendar);
    if (!to) return;
    const key = { closureId: closure.closureId, journey: journeyOf(entry), kind: date.kind };
    const known = this.#moves.find(
      (move) => move.closureId === key.closureId && move.journey === key.journey && move.kind === key.kind,
    );
    const moved = { before: date.until, after: to, movedAt: at };
    if (known) Object.assign(known, moved);
    else this.#moves.push({ ...key, ...moved, movedBackAt: null });
    this.#write(entry, date.kind, to);
  }

  #dateOf(entry: Entry, kind: DateKind): { until: Deadline; told: Deadline | null } | undefined {
    const loan = this.#stock.loanOf(entry.reservationId, entry.allocation?.allocation);
    const date = kind === 'hold' ? entry.hold : loan && { until: loan.due, told: loan.told };
    if (!date || (kind === 'due' && loan?.ended)) return undefined;
    return { until: date.until, told: date.told ?? null };
  }

  #write(entry: Entry, kind: DateKind, until: Deadline): void {
    const loan = this.#stock.loanOf(entry.reservationId, entry.allocation?.allocation);
    if (kind === 'due' && loan) loan.due = until;
    if (kind === 'hold' && entry.hold) entry.hold = { ...entry.hold, until };
  }

  #closure(closureId: string): Closure {
    const known = this.#closures.get(closureId) ?? { closureId, isTakenBack: false };
    this.#closures.set(closureId, known);
    return known;
  }

  #keepCalendars(): void {
    for (const [code, known] of this.#stock.libraries) {
      const closures = [...this.#closures.values()].flatMap(({ entered, isTakenBack }) =>
        entered?.library === code && !isTakenBack ? [entered.days] : [],
      );
      known.calendar = { ...known.calendar, closures };
    }
  }
}

export function journeyOf({ journey, allocation }: Entry): number {
  return journey ?? allocation?.allocation ?? 0;
}
