import type { Logger } from '@toshobin/service';
import type { Publisher } from './interfaces.ts';

/** Publishes to Kafka. Connects at the first event and waits for a broker that is away for as long as it takes. */
export function kafkaPublisher(brokers: readonly string[], log: Logger): Publisher {
  throw new Error(`not written yet ${String([brokers, log])}`);
}
