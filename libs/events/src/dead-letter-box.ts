import { randomUUID } from 'node:crypto';
import { topics } from '@toshobin/contracts';
import type { Logger } from '@toshobin/service';
import { type Kafka, type KafkaMessage, Partitioners } from 'kafkajs';
import type { Replay } from './choose-replays.ts';
import { type LetterMessage, lettersIn, type StoredLetter } from './dead-letter.ts';
import { factMessage } from './fact-message.ts';
import { kafkaAnswers, quietKafka, within } from './quiet-kafka.ts';

/** Milliseconds for which reading all letters is waited for. */
const READ_WITHIN_MS = 60_000;

/** No broker answers: what is asked for can't be told now. */
export class KafkaAway extends Error {
  override readonly name = 'KafkaAway';
}

/** The topic of what nobody understood, for operators. Every method throws `KafkaAway` when no broker answers. */
export interface DeadLetterBox {
  /** Every letter that is kept, oldest first, those that were put back too. */
  list(): Promise<StoredLetter[]>;
  /**
   * Puts an event back onto its topic with its key, then notes that on the letters' topic. Cut off between the two,
   * the letter counts as not put back: done again, the event comes twice, which its readers bear.
   */
  putBack(replay: Replay): Promise<void>;
  close(): Promise<void>;
}

export function deadLetterBox(brokers: readonly string[], log: Logger): DeadLetterBox {
  const kafka = quietKafka(brokers, 'dead-letters', log);
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  const requireKafka = async () => {
    if (!(await kafkaAnswers(brokers, log))) throw new KafkaAway('Kafka does not answer');
  };
  return {
    async list() {
      await requireKafka();
      return lettersIn(await readAll(kafka));
    },
    async putBack({ topic, key, value, letters }) {
      await requireKafka();
      await producer.connect();
      await producer.send({ topic, acks: -1, messages: [factMessage(key, value)] });
      const notes = letters.map(({ position }) => ({ key, value: '', headers: { replayed: position } }));
      await producer.send({ topic: topics.deadLetters, acks: -1, messages: notes });
    },
    close: () => producer.disconnect(),
  };
}

/** Reads the topic up to where it ends now, as a group of its own that is deleted afterwards. */
async function readAll(kafka: Kafka): Promise<LetterMessage[]> {
  const group = `dead-letters-${randomUUID()}`;
  const admin = kafka.admin();
  await admin.connect();
  try {
    const unread = new Map<number, bigint>();
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topics.deadLetters))
      if (BigInt(high) > BigInt(low)) unread.set(partition, BigInt(high));
    if (unread.size === 0) return [];
    const messages = await readUntil(kafka, group, unread);
    await admin.deleteGroups([group]);
    return messages;
  } finally {
    await admin.disconnect();
  }
}

/** `unread` says where each partition ends; what comes later is left for the next time. */
async function readUntil(kafka: Kafka, group: string, unread: Map<number, bigint>): Promise<LetterMessage[]> {
  const consumer = kafka.consumer({ groupId: group, maxWaitTimeInMs: 200, allowAutoTopicCreation: false });
  const messages: LetterMessage[] = [];
  const read = new Promise<void>((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) reject(payload.error);
    });
    consumer
      .connect()
      .then(() => consumer.subscribe({ topic: topics.deadLetters, fromBeginning: true }))
      .then(() =>
        consumer.run({
          autoCommit: false,
          eachMessage: async ({ partition, message }) => {
            const end = unread.get(partition);
            if (end === undefined || BigInt(message.offset) >= end) return;
            messages.push(letterMessage(partition, message));
            if (BigInt(message.offset) === end - 1n) unread.delete(partition);
            if (unread.size === 0) resolve();
          },
        }),
      )
      .catch(reject);
  });
  try {
    await within(READ_WITHIN_MS, 'reading the dead letters', read);
  } finally {
    await consumer.disconnect();
  }
  return messages;
}

function letterMessage(partition: number, message: KafkaMessage): LetterMessage {
  const headers = Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]);
  return {
    position: `${partition}/${message.offset}`,
    at: new Date(Number(message.timestamp)),
    key: message.key?.toString() ?? '',
    value: message.value?.toString() ?? '',
    headers: Object.fromEntries(headers),
  };
}
