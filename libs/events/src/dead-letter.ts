import { CloudEventSchema, topics } from '@toshobin/contracts';
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

/** A message as it stands on the dead letters' topic. */
export interface LetterMessage {
  /** `partition/offset`. */
  readonly position: string;
  readonly at: Date;
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A dead letter as operators see it. */
export interface StoredLetter {
  readonly position: string;
  /** When it was put away. */
  readonly at: Date;
  /** When it was last put back onto its topic. */
  readonly replayedAt: Date | undefined;
  readonly reason: string;
  /** Who put it away. */
  readonly group: string | undefined;
  /** Undefined for what a stranger put among the letters: nobody knows where it belongs. */
  readonly origin: { readonly topic: string; readonly place: string } | undefined;
  /** As far as they could be read and look as they should; nothing else of the event may be shown unasked. */
  readonly type: string | undefined;
  readonly id: string | undefined;
  readonly time: string | undefined;
  readonly key: string;
  readonly value: string;
}

const LONGEST_REASON = 160;

/** Why it was put away, in one line for an operator to read. */
export function reasonLine({ reason }: Pick<StoredLetter, 'reason'>): string {
  const line = reason.replaceAll(/\s+/g, ' ');
  return line.length > LONGEST_REASON ? `${line.slice(0, LONGEST_REASON)}…` : line;
}

/** The letters of the topic in the order of their messages, with what the notes among them say of each. */
export function lettersIn(messages: readonly LetterMessage[]): StoredLetter[] {
  const replayed = new Map<string, Date>();
  const letters: LetterMessage[] = [];
  for (const message of messages) {
    const note = ReplayHeadersSchema.safeParse(message.headers);
    if (note.success) replayed.set(note.data.replayed, message.at);
    else letters.push(message);
  }
  return letters.map((message) => letterOf(message, replayed.get(message.position)));
}

function letterOf(message: LetterMessage, replayedAt: Date | undefined): StoredLetter {
  const { position, at, key, value } = message;
  const headers = DeadLetterHeadersSchema.safeParse(message.headers);
  return {
    position,
    at,
    replayedAt,
    reason: headers.success ? headers.data.reason : 'put here by a stranger',
    group: headers.success ? headers.data.group : undefined,
    origin: headers.success ? originOf(headers.data.from) : undefined,
    ...identityOf(value),
    key,
    value,
  };
}

function originOf(place: string): StoredLetter['origin'] {
  const topic = place.slice(0, place.indexOf('/'));
  const { deadLetters: _, ...facts } = topics;
  return Object.values(facts).some((known) => known === topic) ? { topic, place } : undefined;
}

const IdentitySchema = z.object({
  type: z
    .string()
    .max(80)
    .regex(/^\w+(\.\w+)+$/)
    .optional()
    .catch(undefined),
  id: CloudEventSchema.shape.id.optional().catch(undefined),
  time: CloudEventSchema.shape.time.optional().catch(undefined),
});

function identityOf(value: string): Pick<StoredLetter, 'type' | 'id' | 'time'> {
  const { type, id, time } = IdentitySchema.catch({}).parse(jsonOf(value));
  return { type, id, time };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // That it is not JSON is what its reason says.
    return undefined;
  }
}
