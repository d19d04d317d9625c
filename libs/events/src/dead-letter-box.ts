import { topics } from '@toshobin/contracts';
import type { KafkaAt, Logger } from '@toshobin/service';
import kafkajs, { Partitioners } from 'kafkajs';
import type { Dismissal, Replay } from './choose-replays.ts';
import { noteMessage, type StoredLetter } from './dead-letter.ts';
import { type ReadLetters, readLetters } from './letters-topic.ts';
import { kafkaAnswers, quietKafka } from './quiet-kafka.ts';

/** Node sees no name of it in the package. */
const { KafkaJSError } = kafkajs;

/** No broker answers: what is asked for can't be told now. */
export class KafkaAway extends Error {
  override readonly name = 'KafkaAway';
}

/** The topic of what nobody understood or could carry out, for operators. Every method throws `KafkaAway` when no broker answers. */
export interface DeadLetterBox {
  /** Every letter that is kept, oldest first, those that were put back too. */
  list(): Promise<StoredLetter[]>;
  /**
   * Puts an event back onto its topic with its key, or has a parked key tried again; then notes that on the letters'
   * topic. Cut off between the two, the letter counts as not put back: done again, the event comes twice, which its
   * readers bear.
   */
  putBack(replay: Replay): Promise<void>;
  /** Notes that nothing more is to be done about these letters, then has the rest of their key go on. */
  dismiss(dismissal: Dismissal): Promise<void>;
  close(): Promise<void>;
}

export function deadLetterBox(at: KafkaAt, log: Logger): DeadLetterBox {
  const kafka = quietKafka(at, 'dead-letters', log);
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  let read: ReadLetters | undefined;
  const requireKafka = async () => {
    if (!(await kafkaAnswers(at, log))) throw new KafkaAway('Kafka does not answer');
  };
  const send = async (topic: string, messages: Replay['message'][] | ReturnType<typeof noteMessage>[]) => {
    await requireKafka();
    await producer.connect();
    await producer.send({ topic, acks: -1, messages });
  };
  return {
    async list() {
      await requireKafka();
      try {
        read = await readLetters(kafka, read);
      } catch (fault) {
        // A broker answers, and does not lead its topics yet.
        if (fault instanceof KafkaJSError) throw new KafkaAway(fault.message, { cause: fault });
        throw fault;
      }
      return read.letters;
    },
    async putBack({ topic, message, letters }) {
      await send(topic, [message]);
      await send(
        topics.deadLetters,
        letters.map(({ position }) => noteMessage({ replayed: position })),
      );
    },
    async dismiss({ letters, goOn }) {
      await send(
        topics.deadLetters,
        letters.map(({ position }) => noteMessage({ dismissed: position })),
      );
      if (goOn) await send(goOn.topic, [goOn.message]);
    },
    close: () => producer.disconnect(),
  };
}
