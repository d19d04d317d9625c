import { Kafka, logLevel } from 'kafkajs';

const fourteenDays = 14 * 24 * 60 * 60 * 1000;

/** The topics of the system: facts by their owner, and what nobody could understand. */
const topics = [
  { topic: 'catalog.facts', numPartitions: 6 },
  { topic: 'patron.facts', numPartitions: 6 },
  { topic: 'shipping.facts', numPartitions: 6 },
  { topic: 'dead-letters', numPartitions: 1 },
];

/** Creates the topics that the brokers do not have yet. Messages stay two weeks, so that they can be sent again. */
export async function createTopics(brokers: readonly string[]): Promise<void> {
  const kafka = new Kafka({
    clientId: 'infra',
    brokers: [...brokers],
    // A broker that listens is not at once one that answers.
    retry: { retries: 60, initialRetryTime: 100, maxRetryTime: 500 },
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const there = new Set(await admin.listTopics());
    const missing = topics.filter(({ topic }) => !there.has(topic));
    if (missing.length === 0) return;
    await admin.createTopics({
      waitForLeaders: true,
      topics: missing.map((topic) => ({
        ...topic,
        configEntries: [{ name: 'retention.ms', value: String(fourteenDays) }],
      })),
    });
  } finally {
    await admin.disconnect();
  }
}
