import { setTimeout as wait } from 'node:timers/promises';
import { topics } from '@toshobin/contracts';
import { within } from '@toshobin/service';
import { type Consumer, type Message, Partitioners } from 'kafkajs';
import { deadLetterMessage, noteMessage } from './dead-letter.ts';
import type { EventConsumer, KafkaConsumeOptions } from './interfaces.ts';
import { readLetters } from './letters-topic.ts';
import { kafkaAnswers, quietKafka } from './quiet-kafka.ts';
import { readBatches } from './read-batches.ts';
import type { LetterKeeper } from './read-one.ts';
import { watchConsumer } from './watch-consumer.ts';

const SESSION_MS = 10_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 4_000;
/** A consumer that heard nothing for so long has nobody to say goodbye to. */
const RECENTLY_MS = 4_000;
/** Between two looks whether the broker is there still, to which goodbye is being said. */
const LOOK_AGAIN_MS = 200;

/**
 * Reads topics from their beginning as a member of a group: at least once, in the order of each key, an offset
 * committed only after its event was handled. Kafka may be away or hang, at the start too: then it is tried
 * again until it answers.
 */
export function startConsumer(options: KafkaConsumeOptions): EventConsumer {
  const { kafka: at, group, log } = options;
  const kafka = quietKafka(at, group, log);
  const producer = kafka.producer({
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  const send = async (message: Message): Promise<string> => {
    await producer.connect();
    const [at] = await producer.send({ topic: topics.deadLetters, acks: -1, messages: [message] });
    return `${at?.partition}/${at?.baseOffset}`;
  };
  const letters: LetterKeeper = {
    list: async () => (await readLetters(kafka)).letters,
    put: (letter) => send(deadLetterMessage(letter, group)),
    async noteHeard(position) {
      await send(noteMessage({ heard: position }));
    },
  };
  const life = watchConsumer(options);
  const stopping = new AbortController();
  const stopped = () => stopping.signal.aborted;
  let current: { consumer: Consumer; reading: ReturnType<typeof readBatches> } | undefined;

  /** Reads until the consumer can't go on by itself, and throws then. */
  const readOn = async (): Promise<never> => {
    const consumer = kafka.consumer({
      groupId: group,
      sessionTimeout: SESSION_MS,
      rebalanceTimeout: 15_000,
      heartbeatInterval: 2_000,
      maxWaitTimeInMs: 500,
      allowAutoTopicCreation: false,
    });
    const reading = readBatches(consumer, options, letters);
    current = { consumer, reading };
    life.follow(consumer);
    consumer.on(consumer.events.GROUP_JOIN, reading.forget);
    const crash = new Promise<never>((_resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => {
        if (!payload.restart) reject(payload.error);
      });
    });
    const begin = async (): Promise<never> => {
      await consumer.connect();
      await consumer.subscribe({ topics: [...options.topics], fromBeginning: true });
      if (stopped()) throw new Error('stopped');
      await consumer.run({
        eachBatchAutoResolve: false,
        autoCommitInterval: 1_000,
        partitionsConsumedConcurrently: 3,
        eachBatch: reading.eachBatch,
      });
      return await crash;
    };
    try {
      return await Promise.race([begin(), crash]);
    } finally {
      reading.stop();
      // What is left of it may wait for answers that never come.
      void consumer.disconnect().catch(() => undefined);
    }
  };

  const keepReading = async () => {
    let pauseMs = FIRST_PAUSE_MS;
    while (!stopped()) {
      let reason = 'Kafka does not answer';
      // kafkajs gives up for good, or goes on with half a connection, when a broker hangs while it connects.
      if (await kafkaAnswers(at, log)) {
        const began = Date.now();
        reason = await readOn().catch(String);
        if (Date.now() - began > LONGEST_PAUSE_MS) pauseMs = FIRST_PAUSE_MS;
      }
      if (stopped()) return;
      life.without(reason);
      await wait(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    }
  };
  // Nothing here would begin it again, and nobody would see it: a service is ready without its facts.
  keepReading().catch(life.ended);

  return {
    ready: () => life.joined,
    async check() {
      life.check();
      current?.reading.check();
    },
    async stop() {
      stopping.abort();
      life.stop();
      if (current === undefined) return;
      const { consumer, reading } = current;
      reading.stop();
      const goodbye = Promise.all([consumer.disconnect(), producer.disconnect()]).then(() => undefined);
      let over = false;
      /** Goodbye waits for a fetch that is under way: the broker may go away under it. */
      const unheard = async () => {
        await reading.idle();
        if (!life.readsWithin(RECENTLY_MS)) return;
        while (!over && (await kafkaAnswers(at, log))) await wait(LOOK_AGAIN_MS);
      };
      try {
        await within(8_000, `stopping ${group}`, Promise.race([goodbye, unheard()]));
      } finally {
        over = true;
      }
    },
  };
}
