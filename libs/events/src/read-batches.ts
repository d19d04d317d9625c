import { eventSchemas } from '@toshobin/contracts';
import { traced } from '@toshobin/service';
import type { Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs';
import { TryAgainHeadersSchema } from './dead-letter.ts';
import type { ConsumeOptions } from './interfaces.ts';
import { type LetterKeeper, readOneByOne } from './read-one.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** Longer than an event is tried before its key is parked: what it needs is away. */
const STUCK_AFTER_MS = 30_000;

/** Handles batches one event at a time; pauses a partition whose event can't be handled now. */
export function readBatches(consumer: Consumer, options: ConsumeOptions, letters: LetterKeeper) {
  /** The work at events alone: what waits for the broker beside it is begun again by whoever reads on. */
  const inHand = new Set<Promise<void>>();
  const handle: ConsumeOptions['handle'] = async (event, place) => {
    const work = traced(
      {
        // A stranger may have written any other.
        name: `hear ${event.type in eventSchemas ? event.type : 'what nobody knows'}`,
        kind: 'CONSUMER',
        partOf: place.traceparent,
        words: { 'messaging.destination.name': place.topic, 'messaging.consumer.group.name': options.group },
      },
      () => options.handle(event, place),
    );
    inHand.add(work);
    await work.finally(() => inHand.delete(work));
  };
  const reader = readOneByOne({ ...options, handle }, letters);
  const pauses = new Map<string, { ms: number; since: number; timer: NodeJS.Timeout | undefined }>();
  let stopped = false;

  const pause = (topic: string, partition: number) => {
    const name = `${topic}/${partition}`;
    const before = pauses.get(name);
    const since = before?.since ?? Date.now();
    const ms = Math.min((before?.ms ?? FIRST_PAUSE_MS / 2) * 2, LONGEST_PAUSE_MS);
    consumer.pause([{ topic, partitions: [partition] }]);
    const timer = setTimeout(() => {
      if (pauses.has(name)) pauses.set(name, { ms, since, timer: undefined });
      if (!stopped) consumer.resume([{ topic, partitions: [partition] }]);
    }, ms);
    pauses.set(name, { ms, since, timer });
  };

  const eachBatch = async (payload: EachBatchPayload): Promise<void> => {
    const { topic, partition, messages } = payload.batch;
    for (const message of messages) {
      if (stopped || !payload.isRunning() || payload.isStale()) return;
      const headers = textsOf(message.headers);
      const { traceparent } = headers;
      const key = message.key?.toString() ?? '';
      const place = { topic, partition, offset: message.offset, key, ...(traceparent && { traceparent }) };
      const again = pauses.has(`${topic}/${partition}`);
      const tryAgain = TryAgainHeadersSchema.safeParse(headers).data?.['try-again'];
      const handling = reader.read({ text: message.value?.toString('utf8') ?? '', place, tryAgain }, again);
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
    /** To be called when partitions have changed hands. */
    forget: () => {
      reader.forget();
      // A partition that went to another member is its pause no more.
      pauses.clear();
    },
    /** For readiness: throws when a partition has not gone on for some time. */
    check: () => {
      const stuck = [...pauses].filter(([, { since }]) => Date.now() - since > STUCK_AFTER_MS);
      if (stuck.length > 0)
        throw new Error(`${options.group} waits at ${stuck.map(([name]) => name).join(', ')}`);
    },
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

function textsOf(headers: KafkaMessage['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)]));
}
