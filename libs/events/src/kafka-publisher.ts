import type { Logger } from '@toshobin/service';
import { Partitioners, type Producer } from 'kafkajs';
import type { OutgoingEvent, Publisher } from './interfaces.ts';
import { quietKafka, within } from './quiet-kafka.ts';

/** Milliseconds after which a broker that does not answer is called away, in the log. */
const AWAY_AFTER_MS = 5_000;

/**
 * Publishes to Kafka, each event stored by all replicas and in the order given for its key. Connects at the
 * first event and waits for a broker that is away for as long as it takes.
 */
export function kafkaPublisher(brokers: readonly string[], log: Logger): Publisher {
  const patient = quietKafka(brokers, 'publisher', log);
  let producer: Promise<Producer> | undefined;
  let stopped = false;

  const connected = (): Promise<Producer> => {
    producer ??= connect().catch((fault: unknown) => {
      producer = undefined;
      throw fault;
    });
    return producer;
  };
  const connect = async () => {
    // One request at a time and an idempotent producer: a retry neither repeats nor reorders.
    const made = patient.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry: { retries: Number.MAX_SAFE_INTEGER, initialRetryTime: 100, maxRetryTime: 2_000 },
    });
    await made.connect();
    return made;
  };

  return {
    async publish(events) {
      if (stopped) throw new Error('the publisher has been stopped');
      let away = false;
      const timer = setTimeout(() => {
        away = true;
        log.warn('Kafka does not answer; events wait in the outbox');
      }, AWAY_AFTER_MS);
      try {
        const ready = await connected();
        await ready.sendBatch({ acks: -1, topicMessages: byTopic(events) });
        if (away) log.info('Kafka answers again');
      } catch (fault) {
        // Its numbering may no longer be the broker's: start anew. What was stored twice, consumers tolerate.
        const broken = producer;
        producer = undefined;
        void broken?.then((old) => old.disconnect()).catch(() => undefined);
        throw fault;
      } finally {
        clearTimeout(timer);
      }
    },
    check: () => checkBrokers(brokers, log),
    async stop() {
      stopped = true;
      const last = producer;
      producer = undefined;
      if (last)
        await within(
          5_000,
          'leaving Kafka',
          last.then((old) => old.disconnect()),
        );
    },
  };
}

/** Asks the brokers who they are; throws when none answers within about two seconds. */
async function checkBrokers(brokers: readonly string[], log: Logger): Promise<void> {
  const admin = quietKafka(brokers, 'readiness', log, 'impatient').admin();
  try {
    await within(
      1_800,
      'asking Kafka',
      admin.connect().then(() => admin.describeCluster()),
    );
  } finally {
    void admin.disconnect().catch(() => undefined);
  }
}

function byTopic(events: readonly OutgoingEvent[]) {
  const topics = new Map<string, OutgoingEvent[]>();
  for (const event of events) topics.set(event.topic, [...(topics.get(event.topic) ?? []), event]);
  return [...topics].map(([topic, own]) => ({
    topic,
    messages: own.map(({ key, event }) => ({
      key,
      value: JSON.stringify(event),
      headers: { 'content-type': 'application/cloudevents+json; charset=UTF-8' },
    })),
  }));
}
