import { topics } from '@toshobin/contracts';
import { PUBLISHED_KEPT_DAYS, type TopicDefinition, topicChanges } from '@toshobin/events';
import { carryOut, type KafkaAt } from '@toshobin/service';

const { deadLetters, ...facts } = topics;

/**
 * Every topic. Facts stay as long as their owner can send them again; six partitions, so that six consumers can share a
 * topic. What nobody understood needs neither order nor speed.
 */
export const topicDefinitions: readonly TopicDefinition[] = [
  ...Object.values(facts).map((name) => ({ name, partitions: 6, keptDays: PUBLISHED_KEPT_DAYS })),
  { name: deadLetters, partitions: 1, keptDays: PUBLISHED_KEPT_DAYS },
];

/** Makes the topics that the brokers lack, and gives those that are there what they lack. Safe to repeat. */
export function setUpTopics(kafka: KafkaAt, options: Parameters<typeof carryOut>[1]): Promise<number> {
  return carryOut(topicChanges(kafka, topicDefinitions), options);
}
