import { type CloudEvent, CloudEventSchema } from '@toshobin/contracts';
import { isOpen, type StoredLetter } from './dead-letter.ts';
import { inShort } from './fault-in-short.ts';
import { Busy, type ConsumeOptions, type DeadLetter, type EventPlace, NotNow, Poison } from './interfaces.ts';

/** How often an event that meets a fault of ours is tried before its key is parked. */
const TRIES = 4;
/** How often an event is tried where what it needs was busy: with the longest pause between, some ten minutes. */
const BUSY_TRIES = 60;

/** Where letters are kept, in their order, for longer than a process lives. */
export interface LetterKeeper {
  list(): Promise<readonly StoredLetter[]>;
  /** Answers the letter's position. */
  put(letter: DeadLetter): Promise<string>;
  /** Notes that a parked event was handled after all. */
  noteHeard(position: string): Promise<void>;
}

interface ReadMessage {
  text: string;
  place: EventPlace;
  /** The group that is to try this key's parked events again: an operator's order, and no event. */
  tryAgain: string | undefined;
}

type ReadOutcome = 'done' | 'notNow';
type ReaderOptions = Pick<ConsumeOptions, 'handle' | 'onLetter' | 'log' | 'group'>;
type Parked = Pick<StoredLetter, 'position' | 'value'> & { place: EventPlace };
type Fate = 'done' | { notNow: NotNow } | { poison: Poison } | { bug: unknown };

/**
 * Reads one event after another to its end: handled, put away, parked, or not now. An event that meets a fault of ours
 * is parked after some tries, and whatever comes later of its key behind it, so that the other keys go on and this one
 * keeps its order. The parking place is the letters' topic; what is in it is read again after every `forget`, since
 * another member of the group may have parked meanwhile.
 */
export function readOneByOne(options: ReaderOptions, letters: LetterKeeper) {
  const { log, group } = options;
  let known: Promise<Map<string, Parked[]>> | undefined;
  /** By partition, the event that met a fault of ours, and how often. */
  const failed = new Map<string, { offset: string; times: number }>();

  const parkedKeys = (): Promise<Map<string, Parked[]>> => {
    const reading = known ?? letters.list().then((all) => parkedIn(all, group));
    known = reading;
    reading.catch(() => {
      if (known === reading) known = undefined;
    });
    return reading;
  };
  const put = async (letter: DeadLetter): Promise<string> => {
    const position = await letters.put(letter);
    const { topic, partition, offset, reason, parked } = letter;
    const what = parked === undefined ? 'put an event away as a dead letter' : 'parked an event and its key';
    if (parked !== 'behind') log.error({ topic, partition, offset, reason }, `${group} ${what}`);
    options.onLetter?.(letter);
    return position;
  };
  const park = async (letter: DeadLetter): Promise<void> => {
    const { topic, partition, offset, key, value } = letter;
    const position = await put(letter);
    // The letters may have been read again meanwhile, with this one or without it.
    const keys = await parkedKeys();
    const queue = keys.get(keyOf(letter)) ?? [];
    if (queue.some((other) => other.position === position)) return;
    keys.set(keyOf(letter), [...queue, { position, value, place: { topic, partition, offset, key } }]);
  };

  /** Each parked event of a key in its order, until one fails again. */
  const tryKey = async (place: EventPlace): Promise<ReadOutcome> => {
    const keys = await parkedKeys();
    // What was dismissed meanwhile is known to the letters alone.
    const queue = parkedIn(await letters.list(), group).get(keyOf(place)) ?? [];
    keys.set(keyOf(place), queue);
    for (let first = queue[0]; first !== undefined; first = queue[0]) {
      const fate = await handled(options, first.value, first.place);
      if (fate !== 'done' && 'notNow' in fate) {
        log.warn({ ...whereOf(place), reason: fate.notNow.message }, `${group} waits at a parked key`);
        return 'notNow';
      }
      if (fate !== 'done' && 'bug' in fate) {
        log.error({ ...whereOf(first.place), err: fate.bug }, `${group} failed again at a parked event`);
        return 'done';
      }
      if (fate !== 'done') await put({ ...first.place, reason: fate.poison.message, value: first.value });
      await letters.noteHeard(first.position);
      queue.shift();
    }
    keys.delete(keyOf(place));
    log.info(whereOf(place), `${group} goes on with a key that was parked`);
    return 'done';
  };

  const readEvent = async (text: string, place: EventPlace, again: boolean): Promise<ReadOutcome> => {
    const keys = await parkedKeys();
    const waiting = keys.get(keyOf(place));
    const [first] = waiting ?? [];
    // After a crash events are read a second time, also those that were handled before the key was parked.
    if (waiting && first && BigInt(place.offset) >= BigInt(first.place.offset)) {
      // Read a second time, or sent again: it waits there already.
      if (waiting.some(({ value }) => value === text)) return 'done';
      const reason = 'waits behind a parked event of its key';
      await park({ ...place, reason, value: text, parked: 'behind' });
      return 'done';
    }
    const fate = await handled(options, text, place);
    const partition = `${place.topic}/${place.partition}`;
    if (fate === 'done') {
      if (again) log.info(whereOf(place), `${group} goes on`);
    } else if ('notNow' in fate) {
      if (!again) log.warn({ ...whereOf(place), reason: fate.notNow.message }, `${group} waits`);
      return 'notNow';
    } else if ('poison' in fate) {
      await put({ ...place, reason: fate.poison.message, value: text });
    } else {
      const before = failed.get(partition);
      const times = (before?.offset === place.offset ? before.times : 0) + 1;
      failed.set(partition, { offset: place.offset, times });
      log.error({ ...whereOf(place), times, err: fate.bug }, `${group} failed at an event`);
      if (times < (fate.bug instanceof Busy ? BUSY_TRIES : TRIES)) return 'notNow';
      await park({ ...place, reason: inShort(fate.bug), value: text, parked: 'failed' });
    }
    failed.delete(partition);
    return 'done';
  };

  return {
    /** `again` says that this one has been tried before, so that waiting is logged once and not at every try. */
    async read({ text, place, tryAgain }: ReadMessage, again: boolean): Promise<ReadOutcome> {
      try {
        if (tryAgain === undefined) return await readEvent(text, place, again);
        return tryAgain === group ? await tryKey(place) : 'done';
      } catch (fault) {
        log.error({ ...whereOf(place), err: fault }, `${group} can't reach its letters`);
        return 'notNow';
      }
    },
    /** What is parked may have changed: partitions came from another member of the group. */
    forget(): void {
      known = undefined;
    },
  };
}

async function handled(options: ReaderOptions, text: string, place: EventPlace): Promise<Fate> {
  try {
    await options.handle(envelopeIn(text), place);
    return 'done';
  } catch (fault) {
    if (fault instanceof Poison) return { poison: fault };
    return fault instanceof NotNow ? { notNow: fault } : { bug: fault };
  }
}

function envelopeIn(text: string): CloudEvent {
  const event = CloudEventSchema.safeParse(jsonOf(text));
  if (event.success) return event.data;
  const places = event.error.issues.map((issue) => issue.path.join('.') || 'event').join(', ');
  throw new Poison(`not a CloudEvent of ours: ${places}`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Poison('not JSON');
  }
}

/** What this group has parked and nobody settled, by key, each key in its order. */
function parkedIn(letters: readonly StoredLetter[], group: string): Map<string, Parked[]> {
  const keys = new Map<string, Parked[]>();
  for (const letter of letters) {
    if (letter.group !== group || letter.parked === undefined || !isOpen(letter) || !letter.origin) continue;
    const { position, value, key, origin } = letter;
    const [topic = '', partition, offset = ''] = origin.place.split('/');
    const place = { topic, partition: Number(partition), offset, key };
    const queue = keys.get(keyOf(place)) ?? [];
    // Two members may have parked one event while the partition changed hands.
    if (queue.some((other) => other.place.offset === offset)) continue;
    keys.set(keyOf(place), [...queue, { position, value, place }]);
  }
  return keys;
}

function keyOf({ topic, key }: Pick<EventPlace, 'topic' | 'key'>): string {
  return `${topic} ${key}`;
}

function whereOf({ topic, partition, offset }: EventPlace) {
  return { topic, partition, offset };
}
