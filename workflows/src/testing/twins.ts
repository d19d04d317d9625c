import { isDeepStrictEqual } from 'node:util';
import type { WorkflowHandle } from '@temporalio/client';
import {
  type NoticeKind,
  repairProcess,
  reservationWorkflowId,
  type TaskKind,
  taskQueues,
} from '@toshobin/contracts';
import {
  addDays,
  type CalendarDate,
  dayOf,
  epochMs,
  type FactKind,
  isAfter,
  timeOn,
} from '@toshobin/lending-rules';
import { Journey, reserveOne } from './journeys.ts';
import type { Library } from './library.ts';
import { mailOf } from './patron/mail-of.ts';

/** How the processes of one telling of a story are ended. */
export type Ended =
  | 'never'
  /** Between what happens: after every step, and in every wait. Begun again at once. */
  | 'betweenSteps'
  /** As soon as a command is carried out, before its answer has come: at each command once. Begun again at once. */
  | 'insideSteps'
  /** After that step, and begun again two days later. */
  | { afterStep: number };

const deadDays = 2;

type Book = Journey & { recordId: string };

/** Who plays one telling of a story: reservations of their own, in the library of all. */
export class Cast {
  readonly library: Library;
  readonly story: string;
  readonly ended: Ended;
  readonly books: Book[] = [];
  readonly #stage: Twins;
  steps = 0;
  /** Days since the last step. */
  waits = 0;
  deadUntil: CalendarDate | undefined;
  #shared = 0;

  constructor(stage: Twins, story: string, ended: Ended) {
    this.#stage = stage;
    this.library = stage.library;
    this.story = story;
    this.ended = ended;
  }

  get day(): CalendarDate {
    return this.#stage.day;
  }

  get name(): string {
    const how = typeof this.ended === 'string' ? this.ended : `dead after step ${this.ended.afterStep}`;
    return `${this.story} (${how})`;
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

  /** Who gets no answer asks again, when there is a process again. */
  async wish(ask: () => Promise<unknown>): Promise<void> {
    await this.#stage.revive(this);
    for (;;) {
      try {
        await ask();
        return;
      } catch (fault) {
        if (!(await this.#stage.mendCut(this))) throw fault;
      }
    }
  }

  async packed(book: Book): Promise<void> {
    if (!this.library.shipping.isListed(await book.allocation())) await this.#stage.revive(this);
    await book.packed();
  }

  async answerShelfCheck(book: Book, answer: 'here' | 'gone'): Promise<void> {
    const isAsked = this.library.shipping.shelfChecks.some(
      (check) => check.reservationId === book.reservationId,
    );
    if (!isAsked) await this.#stage.revive(this);
    await book.answerShelfCheck(answer);
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

  /** Once for all tellings of the story. */
  together<T>(happens: (library: Library) => Promise<T>): Promise<T> {
    return this.#stage.once(`${this.story} ${this.#shared++}`, happens);
  }
}

/** One way of a reservation (or of some that compete): each step is one thing that happens, then days that pass. */
export type Story = (cast: Cast) => AsyncGenerator<number, void, void>;

/** What was told, asked and kept of one reservation, without ids and with days for moments. */
export interface Told {
  ledger: unknown;
  mails: Record<string, string>;
  outcome: string | null;
  tasks: string[];
  hasSlot: boolean;
  listed: boolean;
}

/**
 * Tellings of the same stories side by side on one stage: on each day the same happens to all of them, and the processes
 * of some are ended. What differs from the telling that nobody disturbed is kept.
 */
export class Twins {
  readonly library: Library;
  day: CalendarDate;
  readonly differences: string[] = [];
  /** The states of the chart in which a process was ended, and the mails that were told. */
  readonly interrupted = new Set<string>();
  readonly mailed = new Set<NoticeKind>();
  restarts = 0;
  readonly #shared = new Map<string, Promise<unknown>>();
  readonly #cutAt = new Set<string>();
  readonly #cut = new Map<string, Promise<void>>();
  #repairs = 0;
  readonly #actors: {
    cast: Cast;
    tale: AsyncGenerator<number, void, void>;
    due: CalendarDate;
    over: boolean;
  }[] = [];

  private constructor(library: Library, day: CalendarDate) {
    this.library = library;
    this.day = day;
  }

  static async on(library: Library): Promise<Twins> {
    library.nightsByHand = true;
    library.patron.sentByHand = true;
    library.patron.loanLimit = 1;
    const twins = new Twins(library, dayOf(await library.server.now()));
    library.carriedOut = (name, asked) => twins.#carriedOut(name, asked);
    return twins;
  }

  tell(story: string, tale: Story, ways: readonly Ended[]): void {
    for (const ended of ways) {
      const cast = new Cast(this, story, ended);
      this.#actors.push({ cast, tale: tale(cast), due: this.day, over: false });
    }
  }

  /** Plays all to their end. */
  async play(): Promise<void> {
    for (;;) {
      for (;;) {
        const due = this.#actors.filter((actor) => !actor.over && !isAfter(actor.due, this.day));
        if (due.length === 0) break;
        for (const actor of due) {
          const { value, done } = await actor.tale.next();
          await this.#untilMended(actor.cast);
          actor.cast.steps++;
          actor.cast.waits = 0;
          actor.over = done === true;
          actor.due = addDays(this.day, value ?? 0);
        }
        await this.#endBetween(due.map(({ cast }) => cast));
        this.#compare(due.map(({ cast }) => cast));
      }
      if (this.#actors.every(({ over }) => over)) break;
      await this.#nextDay();
    }
    this.#compareEnds();
  }

  once<T>(key: string, happens: (library: Library) => Promise<T>): Promise<T> {
    const known = this.#shared.get(key) ?? happens(this.library);
    this.#shared.set(key, known);
    return known as Promise<T>;
  }

  async #nextDay(): Promise<void> {
    const { library } = this;
    this.day = addDays(this.day, 1);
    const now = epochMs(await library.server.now());
    await library.pass(`PT${(epochMs(timeOn(this.day, '10:00')) - now) / 1000}S`);
    await library.catalog.lookAtWhatWaits({ at: await library.server.now() });
    await library.settle();
    const playing = this.#actors.filter(({ over }) => !over).map(({ cast }) => cast);
    for (const cast of playing) await this.#untilMended(cast);
    for (const cast of playing) if (cast.deadUntil === this.day) await this.revive(cast);
    // Of a long wait the first day and every seventh: each end costs a process of its own.
    await this.#endBetween(
      playing.filter((cast) => cast.ended === 'betweenSteps' && (cast.waits === 0 || cast.waits % 7 === 6)),
    );
    for (const cast of playing) cast.waits++;
    this.#compare(playing);
  }

  /** Ends what is to be ended now that nothing moves, and begins it again. */
  async #endBetween(casts: readonly Cast[]): Promise<void> {
    const lost: string[] = [];
    for (const cast of casts) {
      const { ended, steps } = cast;
      const dies = typeof ended === 'object' && ended.afterStep === steps && cast.deadUntil === undefined;
      if (ended !== 'betweenSteps' && !dies) continue;
      if (dies) cast.deadUntil = addDays(this.day, deadDays);
      for (const { reservationId } of cast.books) {
        if ((await this.#end(reservationId)) && !dies) lost.push(reservationId);
      }
    }
    await this.#repair(lost);
  }

  /** Begins the processes of a cast again that were dead. */
  async revive(cast: Cast): Promise<void> {
    if (cast.deadUntil === undefined) return;
    await this.#repair(cast.books.map(({ reservationId }) => reservationId));
  }

  /** Begins again what was ended inside a step; answers whether there was anything. */
  async mendCut(cast: Cast): Promise<boolean> {
    const cut = cast.books.map(({ reservationId }) => reservationId).filter((id) => this.#cut.has(id));
    const lost: string[] = [];
    for (const reservationId of cut) {
      await this.#cut.get(reservationId);
      this.#cut.delete(reservationId);
      lost.push(reservationId);
    }
    await this.#repair(lost);
    return lost.length > 0;
  }

  async #untilMended(cast: Cast): Promise<void> {
    if (cast.ended !== 'insideSteps') return;
    while (cast.books.some(({ reservationId }) => this.#cut.has(reservationId))) await this.mendCut(cast);
  }

  async #repair(reservationIds: readonly string[]): Promise<void> {
    if (reservationIds.length === 0) return;
    const { workflow } = this.library.server.client;
    await Promise.all(
      reservationIds.map((reservationId) =>
        workflow.execute(repairProcess.workflowType, {
          workflowId: `${repairProcess.workflowId(reservationId)}-${++this.#repairs}`,
          taskQueue: taskQueues.processes,
          args: [{ reservationId }],
        }),
      ),
    );
    await this.library.settle();
  }

  /** Answers whether a process was ended. */
  async #end(reservationId: string): Promise<boolean> {
    const { patron, server } = this.library;
    if (!patron.isOpen(reservationId)) return false;
    const workflowId = reservationWorkflowId(reservationId);
    const handle = server.client.workflow.getHandle(workflowId);
    if ((await handle.describe()).status.name !== 'RUNNING') return false;
    await handle.terminate('by hand');
    this.#ended(workflowId);
    return true;
  }

  #ended(workflowId: string): void {
    this.restarts++;
    const last = this.library.ways.findLast((way) => way.workflowId === workflowId);
    this.interrupted.add(last?.to ?? 'requested');
  }

  async #carriedOut(name: string, asked: unknown): Promise<void> {
    if (typeof asked !== 'object' || asked === null || !('reservationId' in asked)) return;
    const { reservationId } = asked;
    if (typeof reservationId !== 'string') return;
    const cast = this.#actors.find((actor) =>
      actor.cast.books.some((book) => book.reservationId === reservationId),
    )?.cast;
    if (cast?.ended !== 'insideSteps') return;
    const named = JSON.stringify(asked, (key, value) => (['at', 'mailAcceptedAt'].includes(key) ? 0 : value));
    const key = `${name} ${named}`;
    if (this.#cutAt.has(key) || this.#cut.has(reservationId)) return;
    const handle = this.library.server.client.workflow.getHandle(reservationWorkflowId(reservationId));
    if (!this.library.patron.has(reservationId) || (await handle.describe()).status.name !== 'RUNNING')
      return;
    if (this.#cut.has(reservationId)) return;
    this.#cutAt.add(key);
    const cut = this.#endUnanswered(handle);
    this.#cut.set(reservationId, cut);
    await cut;
  }

  async #endUnanswered(handle: WorkflowHandle): Promise<void> {
    const { raw } = await handle.describe();
    await handle.terminate('by hand');
    this.#ended(handle.workflowId);
    // The test server counts what is under way, and forgets to count what was when a process ends.
    for (const _ of raw.pendingActivities ?? []) await this.library.server.unlock();
  }

  #toldOf(book: Book): Told {
    const { catalog, patron, shipping } = this.library;
    const { reservationId } = book;
    const standing = catalog.standingOf(reservationId);
    const [name, day] = [
      namesInOrder(),
      (at: string) => (/^\d{4}-\d\d-\d\dT/.test(at) ? dayOf(at as never) : at),
    ];
    const plain = (value: unknown): unknown =>
      JSON.parse(
        JSON.stringify(value ?? null, (key, part) => {
          if (key === 'allocation' || key === 'journey' || key === 'parcelNumber') return undefined;
          return typeof part === 'string' ? day(part) : part;
        }),
      );
    const mails: Record<string, string> = {};
    const milestones = patron.milestones.filter((told) => told.reservationId === reservationId);
    for (const milestone of milestones) {
      const allocation = patron.journeyOf(milestone.allocation);
      const mail = mailOf({ ...milestone, allocation });
      if (mail === undefined) continue;
      this.mailed.add(mail.kind);
      const occasion = mail.occasion.replace(/^\d+/, (number) => (number === '0' ? '0' : name(number)));
      const {
        reservationId: _,
        allocation: __,
        at,
        ...said
      } = milestone as typeof milestone & {
        parcelNumber?: string;
        holdNumber?: string;
      };
      delete said.parcelNumber;
      delete said.holdNumber;
      // That it ended is told once a reservation.
      const once = mail.kind.startsWith('cancelledBy') ? '' : occasion;
      mails[`${mail.kind} ${once}`] ??= `${day(at)} ${JSON.stringify(plain(said))}`;
    }
    const closed = milestones.findLast((told) => told.milestone === 'closed');
    return {
      ledger: plain(standing?.state),
      mails,
      outcome: closed?.milestone === 'closed' ? closed.outcome : null,
      tasks: catalog.tasksEver
        .filter(
          ({ subject, kind }) => subject.reservationId === reservationId && kind !== 'lookAtReservation',
        )
        .map(
          ({ kind, library, openedAt, clearedAt }) =>
            `${kind} at ${library}, ${dayOf(openedAt)} to ${clearedAt ? dayOf(clearedAt) : ''}`,
        ),
      hasSlot: patron.hasSlot(reservationId),
      listed: shipping.isListed(standing?.state.copy?.allocation ?? 0),
    };
  }

  /** Those of whom the stage has heard before differ once only. */
  readonly #differing = new Set<string>();

  #compare(casts: readonly Cast[]): void {
    for (const cast of casts) {
      if (cast.ended === 'never' || typeof cast.ended === 'object') continue;
      this.#compareWith(cast, (told, expected) => this.#note(cast, told, expected));
    }
  }

  #compareWith(cast: Cast, judge: (told: Told[], expected: Told[]) => void): void {
    const twin = this.#actors.find(
      (one) => one.cast.story === cast.story && one.cast.ended === 'never',
    )?.cast;
    if (!twin) throw new Error(`${cast.story} has no undisturbed telling`);
    judge(
      cast.books.map((book) => this.#toldOf(book)),
      twin.books.map((book) => this.#toldOf(book)),
    );
  }

  #note(cast: Cast, told: Told[], expected: Told[]): void {
    if (this.#differing.has(cast.name) || isDeepStrictEqual(told, expected)) return;
    this.#differing.add(cast.name);
    for (const [n, one] of told.entries()) {
      const other = expected[n];
      for (const key of Object.keys(one) as (keyof Told)[]) {
        if (other && isDeepStrictEqual(one[key], other[key])) continue;
        this.differences.push(
          `${cast.name}, step ${cast.steps}, ${this.day}, reservation ${n}: ${key}\n  disturbed ${JSON.stringify(one[key])}\n  not       ${JSON.stringify(other?.[key])}`,
        );
      }
    }
  }

  /** Dead for days: the same end, no mail of another occasion, and nothing that accuses which the others were not told. */
  #compareEnds(): void {
    for (const { cast } of this.#actors) {
      if (typeof cast.ended === 'string') continue;
      this.#compareWith(cast, (told, expected) => {
        const ends = (all: Told[]) =>
          all.map(({ outcome, hasSlot, listed }) => ({ outcome, hasSlot, listed }));
        if (!isDeepStrictEqual(ends(told), ends(expected)))
          this.differences.push(
            `${cast.name}: ends ${JSON.stringify(ends(told))}, not ${JSON.stringify(ends(expected))}`,
          );
        for (const [n, { mails }] of told.entries()) {
          const keys = Object.keys(mails).map((key) => key.replace(/ \d{4}-.*/, ''));
          const others = Object.keys(expected[n]?.mails ?? {}).map((key) => key.replace(/ \d{4}-.*/, ''));
          const more = keys.filter((key) => !others.includes(key));
          const less = others.filter((key) => !keys.includes(key));
          if (more.length > 0) this.differences.push(`${cast.name}: told besides ${more.join(', ')}`);
          if (less.length > 0) this.differences.push(`${cast.name}: not told ${less.join(', ')}`);
        }
      });
    }
  }
}

/** Names for numbers in the order in which they appear. */
function namesInOrder(): (number: string) => string {
  const known = new Map<string, string>();
  return (number) => {
    const name = known.get(number) ?? `copy${known.size + 1}`;
    known.set(number, name);
    return name;
  };
}
