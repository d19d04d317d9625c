import { topics } from '@toshobin/contracts';
import { ensureTopics } from '@toshobin/events';

/**
 * Creates the topics that the brokers do not have yet. Facts stay two weeks, so that they can be sent again;
 * six partitions, so that six consumers can share a topic. What nobody understood needs neither order nor
 * speed.
 */
export async function createTopics(brokers: readonly string[]): Promise<void> {
  const { deadLetters, ...facts } = topics;
  const definitions = Object.values(facts).map((name) => ({ name, partitions: 6, keptDays: 14 }));
  await ensureTopics(brokers, [...definitions, { name: deadLetters, partitions: 1, keptDays: 14 }]);
}
