import { topics } from '@toshobin/contracts';
import { ensureTopics } from '@toshobin/events';

/** Facts of one thing stay in one partition; six let three consumers of a group share the work twice over. */
const PARTITIONS = 6;

/** Creates the topics that the brokers do not have yet. Events are kept a week; an owner's outbox keeps two. */
export function createTopics(brokers: readonly string[]): Promise<void> {
  return ensureTopics(brokers, [
    ...[topics.catalog, topics.patron, topics.shipping].map((name) => ({ name, partitions: PARTITIONS })),
    { name: topics.deadLetters, partitions: 1 },
  ]);
}
