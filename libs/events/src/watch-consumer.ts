import type { Consumer } from 'kafkajs';
import type { KafkaConsumeOptions } from './interfaces.ts';
import { kafkaAnswers } from './quiet-kafka.ts';

/** A sign of life comes every half second or so, every two while an event is in hand. */
const NOT_READING_AFTER_MS = 20_000;
/** Kafka away is no reason to leave, but Kafka there and no sign for so long is. */
const HANGS_AFTER_MS = 60_000;
const LOOK_EVERY_MS = 10_000;

/** Listens to the consumer's signs of life; says once that it reads no more, and once that it does again. */
export function watchConsumer(options: KafkaConsumeOptions) {
  const { group, log } = options;
  const exit = options.exit ?? (() => process.exit(1));
  const began = Date.now();
  let alive = began;
  let everRead = false;
  let member = false;
  let away = false;
  /** Looks in a row at which Kafka was there and the consumer silent. */
  let hanging = 0;
  let join = () => {};
  const joined = new Promise<void>((resolve) => {
    join = resolve;
  });
  const sign = () => {
    alive = Date.now();
    hanging = 0;
  };
  const reads = () => {
    sign();
    everRead = true;
    if (away) log.info(`${group} reads events again`);
    away = false;
  };
  const notReading = (reason: string) => {
    // At the start of everything Kafka may be the last to come.
    const level = everRead || Date.now() - began > NOT_READING_AFTER_MS ? 'warn' : 'info';
    if (!away) log[level]({ reason }, `${group} reads no events; it goes on when Kafka answers`);
    away = true;
  };
  const silentFor = () => Date.now() - alive;

  const watch = setInterval(() => {
    if (silentFor() < NOT_READING_AFTER_MS) return;
    notReading('Kafka does not answer');
    if (silentFor() < HANGS_AFTER_MS) return;
    kafkaAnswers(options.kafka, log).then((answers) => {
      hanging = answers && silentFor() >= HANGS_AFTER_MS ? hanging + 1 : 0;
      // Once may be the moment in which Kafka came back, or this process woke up with its machine.
      if (hanging < 2) return;
      log.fatal(`the consumer ${group} hangs`);
      exit(`the consumer ${group} hangs`);
    }, log.error);
  }, LOOK_EVERY_MS);
  watch.unref();

  return {
    joined,
    /** Takes note of what this consumer does from now on. */
    follow(consumer: Consumer): void {
      consumer.on(consumer.events.GROUP_JOIN, () => {
        member = true;
        reads();
        join();
      });
      consumer.on(consumer.events.HEARTBEAT, reads);
      consumer.on(consumer.events.FETCH, reads);
      consumer.on(consumer.events.CRASH, () => {
        member = false;
      });
    },
    /** There is no consumer at present, and that is known: it is not hanging. */
    without(reason: string): void {
      member = false;
      sign();
      notReading(reason);
    },
    /** What reads has ended for good, by a fault of ours: whoever supervises the process starts it anew. */
    ended(fault: unknown): void {
      member = false;
      const reason = `${group} reads no events any more`;
      log.fatal({ err: fault }, reason);
      exit(reason);
    },
    /** Whether it is in the group and heard something within so many milliseconds. */
    readsWithin: (ms: number) => member && silentFor() < ms,
    check: () => {
      if (!member || silentFor() >= NOT_READING_AFTER_MS) throw new Error(`${group} is not reading`);
    },
    stop: () => clearInterval(watch),
  };
}
