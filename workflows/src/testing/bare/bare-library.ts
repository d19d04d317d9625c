import { reservationWorkflowId, taskQueues } from '@toshobin/contracts';
import { type Decision, type Instant, refuse } from '@toshobin/lending-rules';
import { LibraryInTest } from '../library-in-test.ts';
import { BareEngine } from './bare-engine.ts';
import type { Sandboxes } from './sandboxes.ts';

type Asked = Parameters<LibraryInTest['ask']>;

/**
 * A whole small library on the engine without a server. No schedule runs; its nights are what a test lets the catalog look
 * at.
 */
export class BareLibrary extends LibraryInTest {
  readonly engine: BareEngine;
  /** What wishes were answered, in the order in which they were asked; of those whose process has ended, nothing. */
  readonly answers: (Decision<unknown> | undefined)[] = [];
  /** Wishes that were cut off, to be asked again. */
  #cutOff: { asked: Asked; place: number }[] = [];

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

  async pass(duration: string): Promise<void> {
    await this.engine.pass(duration);
    this.patron.knowsTime(await this.now());
    await this.settle();
  }

  /** A wish that is cut off after it was decided is to be tried again, as its patron is told. */
  override async ask<V>(...asked: Asked): Promise<Decision<V>> {
    return this.#ask(asked, this.answers.push(undefined) - 1);
  }

  async #ask<V>(asked: Asked, place: number): Promise<Decision<V>> {
    const [reservationId, name, wish, id = `${name} ${place}`] = asked;
    const answer = await this.engine.ask<V>({ reservationId, name, wish, id });
    await this.settle();
    // A process that was ended with its row closed is not begun again: nobody answers.
    if (answer === 'cutOff' && this.engine.isRunning(reservationWorkflowId(reservationId))) {
      const again: Asked = [reservationId, name, wish, id];
      const { wishes } = await this.catalog.positionOf({ reservationId });
      // What was not decided is asked again at once: otherwise the story would go another way.
      if (!wishes.includes(id)) return this.#ask(again, place);
      this.#cutOff.push({ asked: again, place });
    }
    if (typeof answer === 'string') return refuse(answer === 'closed' ? 'STATE_CHANGED' : 'TRY_AGAIN');
    this.answers[place] = answer;
    return answer;
  }

  get hasToAskAgain(): boolean {
    return this.#cutOff.length > 0;
  }

  /** The patrons ask again what was cut off, with the ids of their forms. */
  async askAgain(): Promise<void> {
    while (this.hasToAskAgain) {
      const cutOff = this.#cutOff.splice(0);
      for (const { asked, place } of cutOff) await this.#ask(asked, place);
    }
  }
}
