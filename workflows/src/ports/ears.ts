import type { SignalDefinition, UpdateDefinition } from '@temporalio/common';
import {
  ApplicationFailure,
  CancellationScope,
  currentUpdateInfo,
  defineQuery,
  setDefaultSignalHandler,
  setHandler,
  sleep,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { type NotUnderstood, notUnderstoodQuery, searchAttributes } from '@toshobin/contracts';
import type { Instant, Refusal } from '@toshobin/lending-rules';
import type { Course } from '../charts/follow-chart.ts';
import { now } from './clock.ts';
import type { Check } from './messages.ts';

/**
 * What a process hears. Anybody with the Temporal UI may send it anything: a message that is none of ours is only
 * noted, counted, and shown in the current details and the operators' lists, since a handler that throws would stop the
 * process for good.
 */
export class Ears {
  readonly #course: Pick<Course<string>, 'note'>;
  #heard: NotUnderstood = { messages: 0, last: null };
  #hearsWishes = false;
  /** When the first message of those in the note came. */
  #noted: Instant | undefined;

  constructor(course: Pick<Course<string>, 'note'>) {
    this.#course = course;
    setHandler(defineQuery<NotUnderstood>(notUnderstoodQuery), () => this.#heard);
  }

  onSignal<T>(
    signal: SignalDefinition<[T]>,
    isSound: Check,
    hear: (message: T) => void | Promise<void>,
  ): void {
    setHandler(signal, (given) => {
      return this.#take(() => (isSound(given) ? hear(given) : this.#note(`signal ${signal.name}`)));
    });
  }

  /** Hears a wish, with its id. A refusal by what the process knows already adds no event to its history. */
  onWish<A, W>(
    update: UpdateDefinition<A, [W]>,
    isSound: Check,
    {
      refused,
      decide,
    }: { refused: (wish: W, id: string) => Refusal | undefined; decide: (wish: W, id: string) => Promise<A> },
  ): void {
    this.#hearsWishes = true;
    setHandler(update, (wish) => uninterrupted(() => decide(wish, idOfWish())), {
      validator: (given) => {
        if (!isSound(given))
          throw ApplicationFailure.nonRetryable('This is no wish of ours', 'NOT_UNDERSTOOD');
        const refusal = refused(given, idOfWish());
        if (refusal) throw ApplicationFailure.nonRetryable('Refused', refusal.code, refusal);
      },
    });
  }

  /** Whether a message is noted that the process had no use for. */
  get hasNote(): boolean {
    return this.#heard.messages > 0;
  }

  /** The process has looked again, or a day has passed: the note is done with. */
  forget(): void {
    if (this.#heard.messages === 0) return;
    this.#heard = { messages: 0, last: null };
    this.#course.note('');
    upsertSearchAttributes([{ key: searchAttributes.ignoredMessage, value: false }]);
  }

  /**
   * Runs a process to its own end. A cancellation requested in the Temporal UI would leave open in the databases what
   * the process stands for, so it is noted like any other message that is none of ours; so is a signal of an unknown
   * name, since all that the process knows are heard by now.
   */
  async toItsEnd<T>(run: () => Promise<T>): Promise<T> {
    setDefaultSignalHandler((name) => this.#take(() => this.#note(`signal ${name}`)));
    CancellationScope.current().cancelRequested.catch(() => this.#note('request to cancel the process'));
    return CancellationScope.nonCancellable(run);
  }

  /**
   * Takes news. In a process that hears wishes, news sets nothing going before all that came with it is taken: so a
   * wish is granted ahead of every command, by which a replay finds the task in which it came. Behind a wish without a
   * command, with news in between, a replay would else hear the wish too early, and go on in another order
   * (temporalio/sdk-rust#1146).
   */
  #take(news: () => void | Promise<void>): Promise<void> {
    return uninterrupted(async () => {
      if (this.#hearsWishes) await Promise.resolve();
      await news();
    });
  }

  #note(name: string): void {
    const messages = this.#heard.messages + 1;
    const last = { name, at: now() };
    this.#heard = { messages, last };
    this.#course.note(
      `**Ignored ${messages === 1 ? 'a message' : `${messages} messages`} that a process has no use for; the last: ${name}, ${last.at}**`,
    );
    if (messages > 1) return;
    upsertSearchAttributes([{ key: searchAttributes.ignoredMessage, value: true }]);
    void this.#forgetInTime(last.at);
  }

  /** Forgets the note a day after its first message: no operator can clear it in most processes. */
  async #forgetInTime(first: Instant): Promise<void> {
    this.#noted = first;
    await CancellationScope.nonCancellable(() => sleep('1 day', { summary: 'forgets what it ignored' }));
    if (this.#noted === first) this.forget();
  }
}

/** The id of the wish in hand: a wish asked again with the same id gets the first answer. */
function idOfWish(): string {
  const info = currentUpdateInfo();
  if (!info) throw new Error('No wish is in hand');
  return info.id;
}

/** A request to cancel the process stops none of its work. */
export function uninterrupted<T>(work: () => T | Promise<T>): Promise<T> {
  return CancellationScope.nonCancellable(async () => work());
}
