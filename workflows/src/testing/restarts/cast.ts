import type { TaskKind } from '@toshobin/contracts';
import type { CalendarDate, FactKind } from '@toshobin/lending-rules';
import { Journey, reserveOne } from '../journeys.ts';
import type { Library } from '../library.ts';

/** Whether the processes of one telling of a story are ended, after every step and in its waits, and begun again. */
export type Ended = 'never' | 'betweenSteps';

export type Book = Journey & { recordId: string };

/** Where all tellings of all stories are played. */
export interface Stage {
  readonly library: Library;
  readonly day: CalendarDate;
  /** What all tellings of a story share happens once, by its key. */
  once(key: string, happens: () => Promise<string>): Promise<string>;
}

/** Who plays one telling of a story: reservations of their own, in the library of all. */
export class Cast {
  readonly library: Library;
  readonly story: string;
  readonly ended: Ended;
  readonly books: Book[] = [];
  readonly #stage: Stage;
  steps = 0;
  /** Days since the last step. */
  waits = 0;
  #shared = 0;

  constructor(stage: Stage, story: string, ended: Ended) {
    this.#stage = stage;
    this.library = stage.library;
    this.story = story;
    this.ended = ended;
  }

  get day(): CalendarDate {
    return this.#stage.day;
  }

  get name(): string {
    return `${this.story} (${this.ended})`;
  }

  async reserves({
    patron = `patron ${this.books.length}`,
    ...options
  }: Parameters<typeof reserveOne>[1] = {}): Promise<Book> {
    const book = await reserveOne(this.library, { ...options, patron: `${patron} of ${this.name}` });
    this.books.push(book);
    return book;
  }

  async borrowsAtCounter(): Promise<Book> {
    const { recordId, copyIds } = this.library.catalog.addRecord(1);
    const id = await this.library.lendAtCounter(copyIds[0] ?? '', `visitor of ${this.name}`);
    const book = Object.assign(new Journey(this.library, id, 'pref'), { recordId });
    this.books.push(book);
    return book;
  }

  notOnShelf({ copyId }: Book): Promise<void> {
    return this.library.staff((at) => this.library.catalog.notOnShelf(copyId, at));
  }

  /** The newest scan of that kind of a copy was a mistake. */
  async voided(copyId: string, kind: FactKind): Promise<void> {
    const { factId } = this.library.catalog.scanOf(copyId, kind);
    await this.library.staff((at) => this.library.catalog.voidScan(factId, at));
  }

  settled({ reservationId }: Book, kind: TaskKind): Promise<void> {
    return this.library.staff((at) => this.library.catalog.settle(kind, reservationId, at));
  }

  standing({ reservationId }: Book): { due: CalendarDate; holdUntil: CalendarDate } {
    const copy = this.library.catalog.standingOf(reservationId)?.state.copy;
    const [due, holdUntil] = [copy?.due?.date, copy?.holdUntil?.date];
    return { due: due ?? holdUntil ?? this.day, holdUntil: holdUntil ?? this.day };
  }

  enterClosure(library: string, from: CalendarDate, until: CalendarDate): Promise<string> {
    return this.#together(() => this.library.enterClosure(library, from, until));
  }

  takeBackClosure(closureId: string): Promise<string> {
    return this.#together(async () => {
      await this.library.takeBackClosure(closureId);
      return closureId;
    });
  }

  #together(happens: () => Promise<string>): Promise<string> {
    return this.#stage.once(`${this.story} ${this.#shared++}`, happens);
  }
}

/** One way of a reservation (or of some that compete): each step is one thing that happens, then days that pass. */
export type Story = (cast: Cast) => AsyncGenerator<number, void, void>;
