import { topics } from '@toshobin/contracts';
import { PUBLISHED_KEPT_DAYS, type TopicDefinition } from '@toshobin/events';

const { deadLetters, ...facts } = topics;

/**
 * Every topic. Facts stay as long as their owner can send them again; six partitions, so that six consumers can share a
 * topic. What nobody understood needs neither order nor speed.
 */
export const topicDefinitions: readonly TopicDefinition[] = [
  ...Object.values(facts).map((name) => ({ name, partitions: 6, keptDays: PUBLISHED_KEPT_DAYS })),
  { name: deadLetters, partitions: 1, keptDays: PUBLISHED_KEPT_DAYS },
];
