import type { Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs';
import { handleOne } from './handle-one.ts';
import type { ConsumeOptions, DeadLetter } from './interfaces.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/** Handles batches one event at a time; pauses a partition whose event can't be handled now. */
export function readBatches(
  consumer: Consumer,
  options: ConsumeOptions,
  putAway: (letter: DeadLetter) => Promise<void>,
) {
  const pauses = new Map<string, { ms: number; timer: NodeJS.Timeout | undefined }>();
  const inHand = new Set<Promise<unknown>>();
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
      inHand.add(handling);
      const outcome = await aliveWhile(handling, payload.heartbeat).finally(() => inHand.delete(handling));
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
    /** Resolves when no event is in hand. */
    idle: async (): Promise<void> => {
      await Promise.allSettled(inHand);
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

function textOf(message: KafkaMessage): string {
  return message.value?.toString('utf8') ?? '';
}
