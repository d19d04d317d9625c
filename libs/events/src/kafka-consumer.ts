import type { Logger } from '@toshobin/service';
import { type Consumer, type EachBatchPayload, type KafkaMessage, Partitioners } from 'kafkajs';
import { handleOne } from './handle-one.ts';
import type { ConsumeOptions, DeadLetter, EventConsumer } from './interfaces.ts';
import { quietKafka, within } from './quiet-kafka.ts';

export interface KafkaConsumeOptions extends ConsumeOptions {
  brokers: readonly string[];
  /**
   * Ends the process when the consumer hangs or crashed for good, so that its supervisor starts it anew
   * (default: exit status 1).
   */
  exit?: (reason: string) => void;
}

export const DEAD_LETTERS = 'dead-letters';
const SESSION_MS = 10_000;
/** A sign of life comes every two seconds or so; Kafka away counts as one. */
const SILENT_FOR_MS = 60_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Reads topics from their beginning as a member of a group: at least once, in the order of each key, an offset
 * committed only after its event was handled. Kafka may be away, at the start too.
 */
export function startConsumer(options: KafkaConsumeOptions): EventConsumer {
  const { brokers, group, log } = options;
  const kafka = quietKafka(brokers, group, log);
  const consumer = kafka.consumer({
    groupId: group,
    sessionTimeout: SESSION_MS,
    rebalanceTimeout: 15_000,
    heartbeatInterval: 2_000,
    maxWaitTimeInMs: 500,
    allowAutoTopicCreation: false,
  });
  const letters = kafka.producer({
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  const reading = readBatches(consumer, options, async (letter) => {
    await letters.connect();
    await letters.send({ topic: DEAD_LETTERS, acks: -1, messages: [deadLetterMessage(letter)] });
  });
  const life = watchLife(consumer, options);
  let stopped = false;
  const run = async () => {
    await consumer.connect();
    await consumer.subscribe({ topics: [...options.topics], fromBeginning: true });
    if (stopped) return await consumer.disconnect();
    await consumer.run({
      eachBatchAutoResolve: false,
      autoCommitInterval: 1_000,
      partitionsConsumedConcurrently: 3,
      eachBatch: reading.eachBatch,
    });
  };
  run().catch((fault: unknown) => {
    if (!stopped) life.leave(`the consumer ${group} could not start: ${String(fault)}`);
  });

  return {
    ready: () => life.joined,
    check: async () => life.check(),
    async stop() {
      stopped = true;
      reading.stop();
      life.stop();
      await within(8_000, `stopping ${group}`, consumer.disconnect());
      await within(2_000, 'leaving Kafka', letters.disconnect());
    },
  };
}

/** Handles batches one event at a time; pauses a partition whose event can't be handled now. */
function readBatches(
  consumer: Consumer,
  options: KafkaConsumeOptions,
  putAway: (letter: DeadLetter) => Promise<void>,
) {
  const pauses = new Map<string, { ms: number; timer: NodeJS.Timeout | undefined }>();
  let stopped = false;

  const pause = (topic: string, partition: number) => {
    const name = `${topic}/${partition}`;
    const ms = Math.min((pauses.get(name)?.ms ?? FIRST_PAUSE_MS / 2) * 2, LONGEST_PAUSE_MS);
    consumer.pause([{ topic, partitions: [partition] }]);
    const timer = setTimeout(() => {
      pauses.set(name, { ms, timer: undefined });
      if (!stopped) consumer.resume([{ topic, partitions: [partition] }]);
    }, ms);
    pauses.set(name, { ms, timer });
  };

  const eachBatch = async (payload: EachBatchPayload): Promise<void> => {
    const { topic, partition, messages } = payload.batch;
    for (const message of messages) {
      if (stopped || !payload.isRunning() || payload.isStale()) return;
      const place = { topic, partition, offset: message.offset, key: message.key?.toString() ?? '' };
      const again = pauses.has(`${topic}/${partition}`);
      const handling = handleOne(textOf(message), place, options, putAway, again);
      const outcome = await aliveWhile(handling, payload.heartbeat);
      if (outcome === 'notNow') return pause(topic, partition);
      pauses.delete(`${topic}/${partition}`);
      payload.resolveOffset(message.offset);
      await payload.heartbeat();
      await payload.commitOffsetsIfNecessary();
    }
  };

  return {
    eachBatch,
    stop: () => {
      stopped = true;
      for (const { timer } of pauses.values()) clearTimeout(timer);
    },
  };
}

/** The group would think us gone if one event took longer than the session; so heartbeats go on beside it. */
async function aliveWhile<T>(work: Promise<T>, heartbeat: () => Promise<void>): Promise<T> {
  let lost: unknown;
  const timer = setInterval(() => {
    heartbeat().catch((fault: unknown) => {
      lost = fault;
    });
  }, 2_000);
  try {
    const outcome = await work;
    // Another member owns the partition by now: leave the offset to it, it repeats the event.
    if (lost !== undefined) throw lost;
    return outcome;
  } finally {
    clearInterval(timer);
  }
}

/** Listens to the consumer's signs of life and ends the process when they stop or the consumer gave up. */
function watchLife(consumer: Consumer, options: KafkaConsumeOptions) {
  const { group, log } = options;
  const exit = options.exit ?? (() => process.exit(1));
  let alive = Date.now();
  let member = false;
  let away = false;
  let stopped = false;
  let join = () => {};
  const joined = new Promise<void>((resolve) => {
    join = resolve;
  });
  const sign = () => {
    alive = Date.now();
    if (away) log.info(`${group} reads events again`);
    away = false;
  };
  consumer.on(consumer.events.GROUP_JOIN, () => {
    member = true;
    sign();
    join();
  });
  consumer.on(consumer.events.HEARTBEAT, sign);
  consumer.on(consumer.events.FETCH, sign);
  const leave = (reason: string) => {
    if (stopped) return;
    log.fatal(reason);
    exit(reason);
  };
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    member = false;
    if (!payload.restart) leave(`the consumer ${group} crashed: ${payload.error.message}`);
  });
  const silentFor = () => Date.now() - alive;
  const watch = setInterval(() => {
    if (silentFor() < 2 * SESSION_MS) return;
    if (!away) log.warn(`${group} reads no events: Kafka does not answer`);
    away = true;
    // Kafka away is no reason to leave; Kafka there and the consumer silent is.
    if (silentFor() > SILENT_FOR_MS) {
      kafkaAnswers(options.brokers, log).then((answers) => {
        if (answers && silentFor() > SILENT_FOR_MS) leave(`the consumer ${group} hangs`);
      }, log.error);
    }
  }, SESSION_MS);
  watch.unref();
  return {
    joined,
    leave,
    check: () => {
      if (!member || silentFor() >= 2 * SESSION_MS) throw new Error(`${group} is not reading`);
    },
    stop: () => {
      stopped = true;
      clearInterval(watch);
    },
  };
}

async function kafkaAnswers(brokers: readonly string[], log: Logger): Promise<boolean> {
  const admin = quietKafka(brokers, 'watchdog', log, 'impatient').admin();
  try {
    await within(
      5_000,
      'asking Kafka',
      admin.connect().then(() => admin.describeCluster()),
    );
    return true;
  } catch {
    // That is the answer: it does not.
    return false;
  } finally {
    void admin.disconnect().catch(() => undefined);
  }
}

function textOf(message: KafkaMessage): string {
  return message.value?.toString('utf8') ?? '';
}

function deadLetterMessage(letter: DeadLetter) {
  const { topic, partition, offset, key, reason, value } = letter;
  return { key, value, headers: { reason, from: `${topic}/${partition}/${offset}` } };
}
