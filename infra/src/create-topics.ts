import { topics } from '@toshobin/contracts';
import { ensureTopics, type TopicDefinition } from '@toshobin/events';

const { deadLetters, ...facts } = topics;

/**
 * Every topic. Facts stay two weeks, so that they can be sent again; six partitions, so that six consumers can
 * share a topic. What nobody understood needs neither order nor speed.
 */
export const topicDefinitions: readonly TopicDefinition[] = [
  ...Object.values(facts).map((name) => ({ name, partitions: 6, keptDays: 14 })),
  { name: deadLetters, partitions: 1, keptDays: 14 },
];

/** Creates the topics that the brokers do not have yet. */
export async function createTopics(brokers: readonly string[]): Promise<void> {
  await ensureTopics(brokers, topicDefinitions);
}
