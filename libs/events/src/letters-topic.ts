import { randomUUID } from 'node:crypto';
import { topics } from '@toshobin/contracts';
import { within } from '@toshobin/service';
import type { Kafka, KafkaMessage } from 'kafkajs';
import { type LetterMessage, lettersIn, type StoredLetter } from './dead-letter.ts';

/** Milliseconds for which reading all letters is waited for. */
const READ_WITHIN_MS = 60_000;
/** How the groups in which letters are read are named, before what chance draws. */
export const LETTER_READERS = 'dead-letters-';

/** The letters as they were read last, and where the topic began and ended then. */
export interface ReadLetters {
  readonly bounds: string;
  readonly letters: StoredLetter[];
}

/**
 * Every letter that the topic keeps, oldest first, with what the notes among them say. Up to where it ends now, as a
 * group of its own that is deleted afterwards; `before` where nothing has changed since.
 */
export async function readLetters(kafka: Kafka, before?: ReadLetters): Promise<ReadLetters> {
  const group = `${LETTER_READERS}${randomUUID()}`;
  const admin = kafka.admin();
  await admin.connect();
  try {
    const offsets = await admin.fetchTopicOffsets(topics.deadLetters);
    const bounds = JSON.stringify(offsets.map(({ partition, low, high }) => [partition, low, high]).sort());
    if (before?.bounds === bounds) return before;
    const unread = new Map<number, bigint>();
    for (const { partition, low, high } of offsets)
      if (BigInt(high) > BigInt(low)) unread.set(partition, BigInt(high));
    if (unread.size === 0) return { bounds, letters: [] };
    const messages = await readUntil(kafka, group, unread);
    await admin.deleteGroups([group]);
    return { bounds, letters: lettersIn(messages) };
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
