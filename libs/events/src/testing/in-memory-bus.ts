import type { CloudEvent } from '@toshobin/contracts';
import type { Dismissal, Replay } from '../choose-replays.ts';
import {
  deadLetterMessage,
  type LetterMessage,
  lettersIn,
  noteMessage,
  type StoredLetter,
  TryAgainHeadersSchema,
} from '../dead-letter.ts';
import type { ConsumeOptions, DeadLetter, EventConsumer, OutgoingEvent, Publisher } from '../interfaces.ts';
import { type LetterKeeper, readOneByOne } from '../read-one.ts';

export interface InMemoryBus {
  publisher: Publisher;
  startConsumer(options: ConsumeOptions): EventConsumer;
  /** Everything published to a topic so far, in order. */
  published(topic: string): CloudEvent[];
  /** Puts raw text on a topic, as a stranger might. */
  inject(topic: string, key: string, text: string): void;
  deadLetters: DeadLetter[];
  /** The letters with what became of them, as operators see them. */
  letters(): StoredLetter[];
  putBack(replay: Replay): void;
  dismiss(dismissal: Dismissal): void;
  /** Tries again what was not handled now; resolves when nothing is left or all that is left said `NotNow`. */
  settle(): Promise<void>;
}

interface Stored {
  topic: string;
  key: string;
  text: string;
  tryAgain?: string | undefined;
}

interface Reader {
  options: ConsumeOptions;
  one: ReturnType<typeof readOneByOne>;
  next: number;
  waiting: boolean;
  stopped: boolean;
  turn: Promise<void>;
}

/**
 * The bus of a test: one process, no broker, Kafka's promises: every group sees every event from the
 * beginning, in order; what is not handled now holds the order up; what can't be understood is put away; what meets a
 * fault of ours is parked with its key.
 */
export function inMemoryBus(): InMemoryBus {
  const stored: Stored[] = [];
  const deadLetters: DeadLetter[] = [];
  const onLettersTopic: LetterMessage[] = [];
  const readers: Reader[] = [];

  const readOn = async (reader: Reader): Promise<void> => {
    for (let at = stored[reader.next]; at !== undefined && !reader.stopped; at = stored[reader.next]) {
      if (reader.options.topics.includes(at.topic)) {
        const place = { topic: at.topic, partition: 0, offset: String(reader.next), key: at.key };
        const outcome = await reader.one.read(
          { text: at.text, place, tryAgain: at.tryAgain },
          reader.waiting,
        );
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

  const keep = (message: {
    key?: string;
    value: string;
    headers: Record<string, string | undefined>;
  }): string => {
    const position = `0/${onLettersTopic.length}`;
    const { key = '', value } = message;
    const headers = Object.fromEntries(
      Object.entries(message.headers).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
    );
    onLettersTopic.push({ position, at: new Date(), key, value, headers });
    return position;
  };
  const lettersOf = (group: string): LetterKeeper => ({
    list: async () => lettersIn(onLettersTopic),
    async put(letter) {
      deadLetters.push(letter);
      return keep(deadLetterMessage(letter, group));
    },
    noteHeard: async (position) => void keep(noteMessage({ heard: position })),
  });
  const send = ({ topic, message }: Pick<Replay, 'topic' | 'message'>) => {
    const tryAgain = TryAgainHeadersSchema.safeParse(message.headers).data?.['try-again'];
    store({ topic, key: message.key, text: message.value, tryAgain });
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
      const one = readOneByOne(options, lettersOf(options.group));
      const reader: Reader = {
        options,
        one,
        next: 0,
        waiting: false,
        stopped: false,
        turn: Promise.resolve(),
      };
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
    letters: () => lettersIn(onLettersTopic),
    putBack(replay) {
      send(replay);
      for (const { position } of replay.letters) keep(noteMessage({ replayed: position }));
    },
    dismiss({ letters, goOn }) {
      for (const { position } of letters) keep(noteMessage({ dismissed: position }));
      if (goOn) send(goOn);
    },
    async settle() {
      for (let before = -1; before !== stored.length; ) {
        before = stored.length;
        await Promise.all(readers.filter((reader) => !reader.stopped).map(wake));
      }
    },
  };
}
