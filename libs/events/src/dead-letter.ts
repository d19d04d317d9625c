import { CloudEventSchema, topics } from '@toshobin/contracts';
import { z } from 'zod';
import type { DeadLetter } from './interfaces.ts';

/** Where an event was read: `topic/partition/offset`. */
const PlaceSchema = z.string().regex(/^[\w.-]+\/\d+\/\d+$/);

/** Where a dead letter stands on its own topic: `partition/offset`. Operators name it so. */
export const LetterPositionSchema = z.string().regex(/^\d+\/\d+$/);

/** What a dead letter says in its headers; its value is the event as it was read. */
export const DeadLetterHeadersSchema = z.object({
  /** Why the event could not be understood, or carried out. */
  reason: z.string(),
  from: PlaceSchema,
  /** The consumer that put it away; letters of older releases don't say. */
  group: z.string().optional(),
  /** The letter waits for its consumer to be mended, as the first of its key or behind that; else nobody understands it. */
  parked: z.enum(['failed', 'behind']).optional(),
});

/**
 * A note about a letter, at most one of these: it was put back (a parked one: its consumer was told to try its key
 * again); its consumer has handled it after all; an operator dismissed it. Notes stand on the letters' own topic, so
 * that each is kept as long as its letter; the Kafka timestamp is the time.
 */
export const LetterNoteHeadersSchema = z.object({
  replayed: LetterPositionSchema.optional(),
  heard: LetterPositionSchema.optional(),
  dismissed: LetterPositionSchema.optional(),
});

/** The order to a consumer to try what it has parked of the message's key; it stands where the key's events do. */
export const TryAgainHeadersSchema = z.object({ 'try-again': z.string() });

export function deadLetterMessage(letter: DeadLetter, group: string) {
  const { topic, partition, offset, key, reason, value, parked } = letter;
  const headers = { reason, from: `${topic}/${partition}/${offset}`, group };
  return { key, value, headers: parked === undefined ? headers : { ...headers, parked } };
}

export function noteMessage(note: z.input<typeof LetterNoteHeadersSchema>) {
  return { value: '', headers: note };
}

/** The order to try a parked key again, as a Kafka message. */
export function tryAgainMessage(key: string, group: string) {
  const headers: z.input<typeof TryAgainHeadersSchema> = { 'try-again': group };
  return { key, value: '', headers };
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
  /** When it was last put back onto its topic, or its key was last to be tried again. */
  readonly replayedAt: Date | undefined;
  /** Nothing more is to be done: the consumer handled the letter after all, or an operator dismissed it. */
  readonly settled: { readonly as: 'heard' | 'dismissed'; readonly at: Date } | undefined;
  /** Undefined: it can't be understood. */
  readonly parked: DeadLetter['parked'];
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

/** Whether somebody still has to do something about it. A parked one that was put back is settled when it was handled. */
export function isOpen({ settled, parked, replayedAt }: StoredLetter): boolean {
  return settled === undefined && (parked !== undefined || replayedAt === undefined);
}

/** How many wait for somebody: letters that can't be understood, and parked keys, each of one consumer. */
export function openCounts(letters: readonly StoredLetter[]): { unreadable: number; parkedKeys: number } {
  const open = letters.filter(isOpen);
  const parked = open.filter((letter) => letter.parked !== undefined);
  const keys = new Set(parked.map(({ group, origin, key }) => `${group} ${origin?.topic} ${key}`));
  return { unreadable: open.length - parked.length, parkedKeys: keys.size };
}

type Notes = Pick<StoredLetter, 'replayedAt' | 'settled'>;

/** The letters of the topic in the order of their messages, with what the notes among them say of each. */
export function lettersIn(messages: readonly LetterMessage[]): StoredLetter[] {
  const notes = new Map<string, Notes>();
  const letters: LetterMessage[] = [];
  const none: Notes = { replayedAt: undefined, settled: undefined };
  for (const message of messages) {
    const { replayed, heard, dismissed } = LetterNoteHeadersSchema.catch({}).parse(message.headers);
    const of = replayed ?? heard ?? dismissed;
    if (of === undefined) letters.push(message);
    else {
      const { at } = message;
      const said = replayed
        ? { replayedAt: at }
        : { settled: { as: heard ? ('heard' as const) : ('dismissed' as const), at } };
      notes.set(of, { ...(notes.get(of) ?? none), ...said });
    }
  }
  return letters.map((message) => letterOf(message, notes.get(message.position) ?? none));
}

function letterOf(message: LetterMessage, notes: Notes): StoredLetter {
  const { position, at, key, value } = message;
  const headers = DeadLetterHeadersSchema.safeParse(message.headers);
  return {
    position,
    at,
    ...notes,
    parked: headers.success ? headers.data.parked : undefined,
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

/** Undefined for what is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The letter's reason says that it is not JSON.
    return undefined;
  }
}
