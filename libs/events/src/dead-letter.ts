import { z } from 'zod';
import type { DeadLetter } from './interfaces.ts';

/** Where an event was read: `topic/partition/offset`. */
const PlaceSchema = z.string().regex(/^[\w.-]+\/\d+\/\d+$/);

/** Where a dead letter stands on its own topic: `partition/offset`. Operators name it so. */
export const LetterPositionSchema = z.string().regex(/^\d+\/\d+$/);

/** What a dead letter says in its headers; its value is the event as it was read. */
export const DeadLetterHeadersSchema = z.object({
  /** Why the event could not be understood. */
  reason: z.string(),
  from: PlaceSchema,
  /** The consumer that put it away; letters of older releases don't say. */
  group: z.string().optional(),
});

/**
 * The note that a letter was put back onto its topic. It stands on the letters' own topic, so that it is kept as
 * long as the letter; its Kafka timestamp is the time.
 */
export const ReplayHeadersSchema = z.object({ replayed: LetterPositionSchema });

/** A dead letter as a Kafka message. */
export function deadLetterMessage(letter: DeadLetter, group: string) {
  const { topic, partition, offset, key, reason, value } = letter;
  return { key, value, headers: { reason, from: `${topic}/${partition}/${offset}`, group } };
}
