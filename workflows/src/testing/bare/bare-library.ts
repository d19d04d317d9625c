import { reservationWorkflowId, taskQueues } from '@toshobin/contracts';
import { type Decision, type Instant, refuse } from '@toshobin/lending-rules';
import { LibraryInTest } from '../library-in-test.ts';
import { BareEngine } from './bare-engine.ts';
import type { Sandboxes } from './sandboxes.ts';

type Asked = Parameters<LibraryInTest['ask']>;

/** For so many days staff try again what can't be done. */
const MOST_DAYS = 60;

/** A step that staff could not do for so long that nobody tries it any more. */
export class GivenUp extends Error {}

/** A wish, and its place among the answers. */
interface Wish {
  asked: Asked;
  place: number;
}

/** A whole small library on the engine without a server. No schedule runs; at night a test has the catalog look. */
export class BareLibrary extends LibraryInTest {
  readonly engine: BareEngine;
  /** The answers to wishes, in the order in which they were asked; undefined where a process ended before it. */
  readonly answers: (Decision<unknown> | undefined)[] = [];
  /** Counts what a story does, and what happens in between. */
  moment = 0;
  /** The moment at which each wish was decided, by its place among the answers; one that never was is missing. */
  readonly decidedAt = new Map<number, number>();
  /** The moments at which patrons make wishes, where they are others than the story's; missing: never. */
  madeAt: ReadonlyMap<number, number> | undefined;
  /**
   * How many days staff wait with each step, by its place among all steps; `untilItGoes`: they try again each day.
   * Undefined: they try at once, and a step that can't be done is a fault.
   */
  waits: 'untilItGoes' | ReadonlyMap<number, number> | undefined;
  /** How many days staff waited, by the place of the step; one that went at once is missing. */
  readonly waited = new Map<number, number>();
  /** Lets a day pass, wherever a story stands. */
  nextDay: () => Promise<void> = () => this.pass('P1D');
  #steps = 0;
  /** Wishes that were cut off, to be asked again. */
  readonly #cutOff: Wish[] = [];
  /** Wishes that found no process, or were cut off by its end. */
  readonly #unanswered: Wish[] = [];

  constructor(sandboxes: Sandboxes, opensAt: Instant) {
    super();
    const owners = [
      [taskQueues.catalog, this.catalog],
      [taskQueues.patron, this.patron],
      [taskQueues.shipping, this.shipping],
    ] as const;
    const commands = new Map(
      owners.flatMap(([queue, owner]) =>
        Object.entries(this.activitiesOf(owner)).map(([name, command]) => [`${queue} ${name}`, command]),
      ),
    );
    const carryOut = (queueAndName: string, asked: never): Promise<unknown> => {
      const command = commands.get(queueAndName);
      if (command === undefined) throw new Error(`No owner has a command ${queueAndName}`);
      return command(asked);
    };
    this.engine = new BareEngine(sandboxes, carryOut, opensAt);
    this.engine.entered = (workflowId, entry) => this.ways.push({ workflowId, ...entry });
  }

  /** Called before a patron wishes anything: what was told and asked until then is judged by how things stood. */
  beforeWish: () => void = () => {};

  async pass(duration: string): Promise<void> {
    await this.engine.pass(duration);
    this.patron.knowsTime(await this.now());
    await this.settle();
  }

  /** Staff try a step that can't be done as things stand again on the next day, for as long as a person would. */
  override async staff<T>(act: (at: Instant) => T): Promise<T> {
    const place = this.#steps++;
    const [from, until] = this.#days(place);
    for (let days = 0; ; days++) {
      const tried = days < from ? undefined : await this.#try(act);
      if (tried?.done) return tried.what;
      if (days === until) throw this.waits ? new GivenUp(String(tried?.fault)) : tried?.fault;
      this.waited.set(place, days + 1);
      await this.nextDay();
    }
  }

  /** From which day on staff try a step, and until which. */
  #days(place: number): readonly [number, number] {
    if (this.waits === 'untilItGoes') return [0, MOST_DAYS];
    const days = this.waits?.get(place) ?? 0;
    return [days, days];
  }

  #try<T>(act: (at: Instant) => T): Promise<{ done: true; what: T } | { done: false; fault: unknown }> {
    return super.staff((at) => {
      try {
        return { done: true, what: act(at) };
      } catch (fault) {
        return { done: false, fault };
      }
    });
  }

  /** The patron of a wish that is cut off after it was decided is told to try again. */
  override async ask<V>(...asked: Asked): Promise<Decision<V>> {
    const wish = { asked, place: this.answers.push(undefined) - 1 };
    if (this.#isTime(wish)) return this.#ask(wish);
    this.#unanswered.push(wish);
    return refuse('TRY_AGAIN');
  }

  #isTime({ place }: Wish): boolean {
    return this.madeAt === undefined || this.madeAt.get(place) === this.moment;
  }

  async #ask<V>({ asked, place }: Wish): Promise<Decision<V>> {
    const [reservationId, name, wish, id = `${name} ${place}`] = asked;
    const again: Wish = { asked: [reservationId, name, wish, id], place };
    const answer = await this.engine.ask<V>({ reservationId, name, wish: wish(await this.now()), id });
    await this.settle();
    const { wishes } = await this.catalog.positionOf({ reservationId });
    const isDecided = wishes.includes(id) || typeof answer !== 'string';
    if (isDecided && !this.decidedAt.has(place)) this.decidedAt.set(place, this.moment);
    if (answer === 'cutOff') {
      const isBegunAnew = this.engine.isRunning(reservationWorkflowId(reservationId));
      // A wish that was cut off undecided is asked again at once: the story would else go another way.
      if (isBegunAnew && !isDecided) return this.#ask(again);
      (isBegunAnew ? this.#cutOff : this.#unanswered).push(again);
    }
    if (typeof answer === 'string') return refuse(answer === 'closed' ? 'STATE_CHANGED' : 'TRY_AGAIN');
    this.answers[place] = answer;
    return answer;
  }

  get hasToAskAgain(): boolean {
    return this.#cutOff.length > 0;
  }

  /** Patrons ask again the wishes that were cut off, with the ids of their forms. */
  async askAgain(): Promise<void> {
    while (this.hasToAskAgain) {
      for (const wish of this.#cutOff.splice(0)) await this.#ask(wish);
    }
  }

  /** Patrons whose wish found no process try again, or give up. */
  async tryAgain(isPatient = () => true): Promise<void> {
    for (const wish of this.#unanswered.splice(0)) {
      this.beforeWish();
      if (!this.#isTime(wish)) this.#unanswered.push(wish);
      else if (isPatient()) await this.#ask(wish);
    }
  }
}
