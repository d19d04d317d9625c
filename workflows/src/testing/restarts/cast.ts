import type { TaskKind } from '@toshobin/contracts';
import type { CalendarDate, DeskSettlement } from '@toshobin/lending-rules';
import type { FactKind } from '@toshobin/lending-rules/facts';
import type { BareLibrary } from '../bare/bare-library.ts';
import { Journey, reserveOne } from '../journeys.ts';

export type Book = Journey & { recordId: string };

/** The people who play a story in a library of their own. */
export class Cast {
  readonly library: BareLibrary;
  readonly books: Book[] = [];
  day: CalendarDate;
  /** What follows once every process that should run does, and nobody disturbs them any more. */
  afterwards: (() => AsyncGenerator<number, void, void>) | undefined;
  /** The books that their borrowers do not bring back. */
  readonly kept = new Set<Book>();
  /** The closures that are entered and not taken back. */
  readonly closures: string[] = [];

  constructor(library: BareLibrary, day: CalendarDate) {
    this.library = library;
    this.day = day;
  }

  async reserves({
    patron = `patron ${this.books.length}`,
    ...options
  }: Parameters<typeof reserveOne>[1] = {}): Promise<Book> {
    const book = await reserveOne(this.library, { ...options, patron });
    this.books.push(book);
    return book;
  }

  async borrowsAtCounter(): Promise<Book> {
    const { recordId, copyIds } = this.library.catalog.addRecord(1);
    const id = await this.library.lendAtCounter(copyIds[0] ?? '', 'visitor');
    const book = Object.assign(new Journey(this.library, id, 'pref'), { recordId });
    this.books.push(book);
    return book;
  }

  /** Answers how that is taken back. */
  async notOnShelf(book: Book): Promise<() => Promise<void>> {
    const takeBack = await this.library.staff((at) => this.library.catalog.notOnShelf(book.copyId, at));
    return () => this.library.staff(takeBack);
  }

  /** Takes back the newest scan of that kind of a copy, which was a mistake. */
  async voided(copyId: string, kind: FactKind): Promise<void> {
    await this.library.staff((at) => {
      const { factId } = this.library.catalog.scanOf(copyId, kind);
      this.library.catalog.voidScan(factId, at);
    });
  }

  /** Staff settle a task that they are asked; it is a fault if they are not. */
  settled(book: Book, kind: TaskKind): Promise<void> {
    return this.library.staff((at) => {
      if (!book.tasks().includes(kind)) throw new Error(`Nobody is asked ${kind}`);
      this.library.catalog.settle(kind, book.reservationId, at);
    });
  }

  /** R18. The desk says what became of a loan. */
  loanSettled({ reservationId }: Book, how: DeskSettlement): Promise<void> {
    return this.library.staff((at) => {
      const settled = this.library.catalog.settleLoan(reservationId, how, at);
      if (!settled.ok) throw new Error(`Refused: ${settled.refusal.code}`);
    });
  }

  /** R18. The desk has settled the wrong loan. */
  settlementTakenBack({ reservationId }: Book): Promise<void> {
    return this.library.staff((at) => {
      const taken = this.library.catalog.takeBackSettlement(reservationId, at);
      if (!taken.ok) throw new Error(`Refused: ${taken.refusal.code}`);
    });
  }

  standing({ reservationId }: Book): { due: CalendarDate; holdUntil: CalendarDate } {
    const copy = this.library.catalog.standingOf(reservationId)?.state.copy;
    const [due, holdUntil] = [copy?.due?.date, copy?.holdUntil?.date];
    return { due: due ?? holdUntil ?? this.day, holdUntil: holdUntil ?? this.day };
  }

  async enterClosure(library: string, from: CalendarDate, until: CalendarDate): Promise<string> {
    const closureId = await this.library.enterClosure(library, from, until);
    this.closures.push(closureId);
    return closureId;
  }

  async takeBackClosure(closureId: string): Promise<void> {
    await this.library.takeBackClosure(closureId);
    this.closures.splice(this.closures.indexOf(closureId), 1);
  }
}

/** One way of a reservation (or of some that compete): each step is one thing that happens, then days that pass. */
export type Story = (cast: Cast) => AsyncGenerator<number, void, void>;
