import { Kafka, logLevel } from 'kafkajs';
import './patient-request-queue.ts';

export interface TopicDefinition {
  name: string;
  partitions?: number;
  /** Days an event is kept (default 7). */
  keptDays?: number;
  /** Copies among the brokers (default: the broker's own setting). */
  replicas?: number;
}

const DAY_MS = 86_400_000;

/** Creates the topics that are missing; those that exist stay as they are. Waits up to half a minute for the broker. */
export async function ensureTopics(
  brokers: readonly string[],
  topics: readonly (string | TopicDefinition)[],
): Promise<void> {
  const kafka = new Kafka({
    brokers: [...brokers],
    clientId: 'ensure-topics',
    connectionTimeout: 3_000,
    retry: { retries: 15, initialRetryTime: 100, maxRetryTime: 2_000 },
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const wanted = topics.map((topic) => (typeof topic === 'string' ? { name: topic } : topic));
    await admin.createTopics({ waitForLeaders: true, topics: wanted.map(topicConfig) });
  } finally {
    await admin.disconnect();
  }
}

function topicConfig({ name, partitions = 3, keptDays = 7, replicas = -1 }: TopicDefinition) {
  return {
    topic: name,
    numPartitions: partitions,
    replicationFactor: replicas,
    configEntries: [
      { name: 'retention.ms', value: String(keptDays * DAY_MS) },
      { name: 'cleanup.policy', value: 'delete' },
    ],
  };
}
