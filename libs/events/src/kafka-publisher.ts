import { setTimeout as wait } from 'node:timers/promises';
import { type KafkaAt, type Logger, within } from '@toshobin/service';
import type { Producer } from 'kafkajs';
import { factMessage } from './fact-message.ts';
import type { OutgoingEvent, Publisher } from './interfaces.ts';
import { PartitionsOfBatch } from './partitions-of-batch.ts';
import { askKafka, kafkaAnswers, quietKafka } from './quiet-kafka.ts';

/** Milliseconds after which a broker that does not answer is called away, in the log. */
const AWAY_AFTER_MS = 5_000;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Publishes to Kafka, each event stored by all replicas and in the order given for its key, one batch at a time. Connects
 * at the first event and waits for a broker that is away for as long as it takes. The owner is what brokers know it by.
 */
export function kafkaPublisher(at: KafkaAt, log: Logger, owner: string): Publisher {
  const patient = quietKafka(at, `${owner}-relay`, log);
  let producer: Promise<Producer> | undefined;
  const partitions = new PartitionsOfBatch();
  let stopped = false;
  let underWay = 0;

  const connected = (): Promise<Producer> => {
    producer ??= connect().catch((fault: unknown) => {
      producer = undefined;
      throw fault;
    });
    return producer;
  };
  const connect = async (): Promise<Producer> => {
    for (let pauseMs = 100; !stopped; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      // kafkajs goes on with half a connection when a broker hangs while it connects.
      const made = (await kafkaAnswers(at, log)) ? await connectOnce() : undefined;
      if (made) return made;
      await wait(pauseMs);
    }
    throw new Error('the publisher has been stopped');
  };
  const connectOnce = async (): Promise<Producer | undefined> => {
    // One request at a time and an idempotent producer: a retry neither repeats nor reorders.
    const made = patient.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: partitions.createPartitioner,
      retry: { retries: Number.MAX_SAFE_INTEGER, initialRetryTime: 100, maxRetryTime: LONGEST_PAUSE_MS },
    });
    try {
      await made.connect();
      return made;
    } catch (fault) {
      log.debug({ err: fault }, 'Kafka went away while it was being connected to');
      void made.disconnect().catch(() => undefined);
      return undefined;
    }
  };

  return {
    async publish(events) {
      if (stopped) throw new Error('the publisher has been stopped');
      let away = false;
      underWay++;
      const timer = setTimeout(() => {
        away = true;
        log.warn('Kafka does not answer; events wait in the outbox');
      }, AWAY_AFTER_MS);
      try {
        const ready = await connected();
        partitions.begin();
        partitions.requireStored(await ready.sendBatch({ acks: -1, topicMessages: byTopic(events) }));
        if (away) log.info('Kafka answers again');
      } catch (fault) {
        // The producer's numbering may no longer be the broker's: start anew. Consumers tolerate what was stored twice.
        const broken = producer;
        producer = undefined;
        void broken?.then((old) => old.disconnect()).catch(() => undefined);
        throw fault;
      } finally {
        underWay--;
        clearTimeout(timer);
      }
    },
    check: () => askKafka(at, log),
    async stop() {
      stopped = true;
      const last = producer;
      producer = undefined;
      const leaving = last?.then((old) => old.disconnect());
      leaving?.catch((fault: unknown) => log.debug({ err: fault }, 'left Kafka without its answer'));
      // What is still under way is what Kafka does not take: there is nobody to wait for.
      if (leaving && underWay === 0) await within(2_000, 'leaving Kafka', leaving);
    },
  };
}

function byTopic(events: readonly OutgoingEvent[]) {
  const topics = new Map<string, OutgoingEvent[]>();
  for (const event of events) topics.set(event.topic, [...(topics.get(event.topic) ?? []), event]);
  return [...topics].map(([topic, own]) => ({
    topic,
    messages: own.map(({ key, event, traceparent }) => factMessage(key, JSON.stringify(event), traceparent)),
  }));
}
