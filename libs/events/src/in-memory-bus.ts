import type { CloudEvent } from '@toshobin/contracts';
import type { ConsumeOptions, DeadLetter, EventConsumer, Publisher } from './interfaces.ts';

export interface InMemoryBus {
  publisher: Publisher;
  startConsumer(options: ConsumeOptions): EventConsumer;
  /** Everything published to a topic so far, in order. */
  published(topic: string): CloudEvent[];
  deadLetters: DeadLetter[];
  /** Tries again what was not handled now, and resolves when nothing is left or everything left said `NotNow`. */
  settle(): Promise<void>;
}

/** The bus of a test: one process, no broker, same promises as Kafka (order by key, repetition allowed, dead letters). */
export function inMemoryBus(): InMemoryBus {
  throw new Error('not written yet');
}
