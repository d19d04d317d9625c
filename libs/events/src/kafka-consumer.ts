import type { ConsumeOptions, EventConsumer } from './interfaces.ts';

export interface KafkaConsumeOptions extends ConsumeOptions {
  brokers: readonly string[];
  /** Ends the process when the consumer hangs or crashed for good (a supervisor starts it anew). */
  exit?: (reason: string) => void;
}

/** Reads topics from their beginning as a member of a group, at least once, in the order of each key. */
export function startConsumer(options: KafkaConsumeOptions): EventConsumer {
  throw new Error(`not written yet ${options.group}`);
}
