export interface TopicDefinition {
  name: string;
  partitions?: number;
  /** Days an event is kept (default 7; privacy, design of erasure). */
  keptDays?: number;
}

/** Creates the topics that are missing; those that exist stay as they are. */
export async function ensureTopics(
  brokers: readonly string[],
  topics: readonly (string | TopicDefinition)[],
): Promise<void> {
  throw new Error(`not written yet ${String([brokers, topics])}`);
}
