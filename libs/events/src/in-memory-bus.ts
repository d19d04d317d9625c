import type { CloudEvent } from '@toshobin/contracts';
import { handleOne } from './handle-one.ts';
import type { ConsumeOptions, DeadLetter, EventConsumer, OutgoingEvent, Publisher } from './interfaces.ts';

export interface InMemoryBus {
  publisher: Publisher;
  startConsumer(options: ConsumeOptions): EventConsumer;
  /** Everything published to a topic so far, in order. */
  published(topic: string): CloudEvent[];
  /** Puts raw text on a topic, as a stranger might. */
  inject(topic: string, key: string, text: string): void;
  deadLetters: DeadLetter[];
  /** Tries again what was not handled now; resolves when nothing is left or all that is left said `NotNow`. */
  settle(): Promise<void>;
}

interface Stored {
  topic: string;
  key: string;
  text: string;
}

interface Reader {
  options: ConsumeOptions;
  next: number;
  waiting: boolean;
  stopped: boolean;
  turn: Promise<void>;
}

/**
 * The bus of a test: one process, no broker, Kafka's promises: every group sees every event from the
 * beginning, in order; what is not handled now holds the order up; what can't be understood is put away.
 */
export function inMemoryBus(): InMemoryBus {
  const stored: Stored[] = [];
  const deadLetters: DeadLetter[] = [];
  const readers: Reader[] = [];

  const readOn = async (reader: Reader): Promise<void> => {
    for (let at = stored[reader.next]; at !== undefined && !reader.stopped; at = stored[reader.next]) {
      if (reader.options.topics.includes(at.topic)) {
        const place = { topic: at.topic, partition: 0, offset: String(reader.next), key: at.key };
        const putAway = async (letter: DeadLetter) => void deadLetters.push(letter);
        const outcome = await handleOne(at.text, place, reader.options, putAway, reader.waiting);
        reader.waiting = outcome === 'notNow';
        if (reader.waiting) return;
      }
      reader.next += 1;
    }
  };
  const wake = (reader: Reader) => {
    reader.turn = reader.turn.then(() => readOn(reader));
    return reader.turn;
  };
  const store = (entry: Stored) => {
    stored.push(entry);
    for (const reader of readers) void wake(reader);
  };

  return {
    publisher: {
      async publish(events: readonly OutgoingEvent[]) {
        for (const { topic, key, event } of events) store({ topic, key, text: JSON.stringify(event) });
      },
      async check() {},
      async stop() {},
    },
    startConsumer(options) {
      const reader: Reader = { options, next: 0, waiting: false, stopped: false, turn: Promise.resolve() };
      readers.push(reader);
      void wake(reader);
      return {
        async ready() {},
        async check() {},
        async stop() {
          reader.stopped = true;
          await reader.turn;
        },
      };
    },
    published: (topic) =>
      stored.filter((entry) => entry.topic === topic).map((entry) => JSON.parse(entry.text)),
    inject: (topic, key, text) => store({ topic, key, text }),
    deadLetters,
    async settle() {
      for (let before = -1; before !== stored.length; ) {
        before = stored.length;
        await Promise.all(readers.filter((reader) => !reader.stopped).map(wake));
      }
    },
  };
}
