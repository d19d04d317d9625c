import { isDeepStrictEqual } from 'node:util';
import { type NoticeKind, repairProcess, reservationWorkflowId, taskQueues } from '@toshobin/contracts';
import { addDays, type CalendarDate, dayOf, epochMs, isAfter, timeOn } from '@toshobin/lending-rules';
import type { Library } from '../library.ts';
import { Cast, type Ended, type Stage, type Story } from './cast.ts';
import { kindsOfMail, toldOf } from './told-of.ts';

interface Actor {
  cast: Cast;
  tale: ReturnType<Story>;
  due: CalendarDate;
  over: boolean;
}

const tellings: readonly Ended[] = ['never', 'betweenSteps'];

/**
 * Two tellings of each story side by side on one stage: on each day the same happens to both, and the processes of one
 * are ended. What differs from the telling that nobody disturbed is kept.
 */
export class Twins implements Stage {
  readonly library: Library;
  day: CalendarDate;
  readonly differences: string[] = [];
  /** The states of the chart in which a process was ended. */
  readonly interrupted = new Set<string>();
  readonly #shared = new Map<string, Promise<string>>();
  readonly #actors: Actor[] = [];
  /** Of two tellings that went apart, the first difference says enough. */
  readonly #differing = new Set<Cast>();
  #repairs = 0;

  private constructor(library: Library, day: CalendarDate) {
    this.library = library;
    this.day = day;
  }

  static async on(library: Library): Promise<Twins> {
    library.nightsByHand = true;
    library.patron.sentByHand = true;
    library.patron.loanLimit = 1;
    return new Twins(library, dayOf(await library.server.now()));
  }

  tell(name: string, story: Story): void {
    for (const ended of tellings) {
      const cast = new Cast(this, name, ended);
      this.#actors.push({ cast, tale: story(cast), due: this.day, over: false });
    }
  }

  /** Plays all to their end. */
  async play(): Promise<void> {
    while (this.#actors.some(({ over }) => !over)) {
      const due = this.#actors.filter((actor) => !actor.over && !isAfter(actor.due, this.day));
      if (due.length === 0) await this.#nextDay();
      else await this.#step(due);
    }
  }

  once(key: string, happens: () => Promise<string>): Promise<string> {
    const known = this.#shared.get(key) ?? happens();
    this.#shared.set(key, known);
    return known;
  }

  /** The kinds of mails that were told of all reservations. */
  get mailed(): NoticeKind[] {
    return [...new Set(kindsOfMail(this.library.patron))].sort();
  }

  async #step(due: readonly Actor[]): Promise<void> {
    for (const actor of due) {
      const { value, done } = await actor.tale.next();
      actor.cast.steps++;
      actor.cast.waits = 0;
      actor.over = done === true;
      actor.due = addDays(this.day, value ?? 0);
    }
    const casts = due.map(({ cast }) => cast);
    await this.#endProcesses(casts);
    this.#compare(casts);
  }

  async #nextDay(): Promise<void> {
    const { library } = this;
    this.day = addDays(this.day, 1);
    const now = epochMs(await library.server.now());
    await library.pass(`PT${(epochMs(timeOn(this.day, '10:00')) - now) / 1000}S`);
    await library.catalog.lookAtWhatWaits({ at: await library.server.now() });
    await library.settle();
    const playing = this.#actors.filter(({ over }) => !over).map(({ cast }) => cast);
    // Of a long wait the first day and every seventh: each end costs a process of its own.
    await this.#endProcesses(playing.filter(({ waits }) => waits === 0 || waits % 7 === 6));
    for (const cast of playing) cast.waits++;
    this.#compare(playing);
  }

  /** Ends what is to be ended now that nothing moves, and begins it again. */
  async #endProcesses(casts: readonly Cast[]): Promise<void> {
    const ids = casts
      .filter(({ ended }) => ended === 'betweenSteps')
      .flatMap(({ books }) => books.map(({ reservationId }) => reservationId));
    const { workflow } = this.library.server.client;
    const repairs: Promise<unknown>[] = [];
    for (const reservationId of ids) {
      if (!(await this.#end(reservationId))) continue;
      repairs.push(
        workflow.execute(repairProcess.workflowType, {
          workflowId: `${repairProcess.workflowId(reservationId)}-${++this.#repairs}`,
          taskQueue: taskQueues.processes,
          args: [{ reservationId }],
        }),
      );
    }
    if (repairs.length === 0) return;
    await Promise.all(repairs);
    await this.library.settle();
  }

  /** Answers whether there was a process to be ended. */
  async #end(reservationId: string): Promise<boolean> {
    const { patron, server, ways } = this.library;
    if (!patron.isOpen(reservationId)) return false;
    const workflowId = reservationWorkflowId(reservationId);
    const handle = server.client.workflow.getHandle(workflowId);
    if ((await handle.describe()).status.name !== 'RUNNING') return false;
    await handle.terminate('by hand');
    this.interrupted.add(ways.findLast((way) => way.workflowId === workflowId)?.to ?? 'requested');
    return true;
  }

  #compare(casts: readonly Cast[]): void {
    for (const cast of casts) {
      if (cast.ended === 'never' || this.#differing.has(cast)) continue;
      const twin = this.#actors.find(
        ({ cast: { story, ended } }) => story === cast.story && ended === 'never',
      );
      const [told, expected] = [this.#toldOf(cast), twin && this.#toldOf(twin.cast)];
      if (isDeepStrictEqual(told, expected)) continue;
      this.#differing.add(cast);
      this.differences.push(
        `${cast.name}, step ${cast.steps}, ${this.day}`,
        `  disturbed ${JSON.stringify(told)}`,
        `  not       ${JSON.stringify(expected)}`,
      );
    }
  }

  #toldOf({ books }: Cast) {
    return books.map(({ reservationId }) => toldOf(this.library, reservationId));
  }
}
