import { createRequire } from 'node:module';
import { expect, test } from '@jest/globals';
import type { RecordMetadata } from 'kafkajs';
import { PartitionsOfBatch } from './partitions-of-batch.ts';

/** kafkajs's own way of sending a batch, without brokers. Once it answers for all of it, PartitionsOfBatch may go. */
const createSendMessages: (parts: object) => (batch: object) => Promise<RecordMetadata[]> = createRequire(
  import.meta.url,
)('kafkajs/src/producer/sendMessages');

interface Asked {
  topicData: { topic: string; partitions: { partition: number }[] }[];
}

test('a batch of which a partition moved to a broker that had answered already is not taken for stored', async () => {
  const written: string[] = [];
  let leaderOfOne = 'second';
  const broker = (nodeId: string) => ({
    nodeId,
    produce: async ({ topicData }: Asked) => {
      if (nodeId === 'second') {
        leaderOfOne = 'first';
        throw Object.assign(new Error('Not its leader'), { name: 'KafkaJSProtocolError', retriable: true });
      }
      const topics = topicData.map(({ topic, partitions }) => ({
        topicName: topic,
        partitions: partitions.map(({ partition }) => ({ partition, errorCode: 0, baseOffset: '0' })),
      }));
      for (const { topicName, partitions } of topics)
        written.push(...partitions.map(({ partition }) => `${topicName} ${partition}`));
      return { topics };
    },
  });
  const brokers = { first: broker('first'), second: broker('second') };
  const nothing = async () => undefined;
  const cluster = {
    addMultipleTargetTopics: nothing,
    refreshMetadata: nothing,
    refreshMetadataIfNecessary: nothing,
    isConnected: () => true,
    findTopicPartitionMetadata: () => [0, 1].map((partitionId) => ({ partitionId, leader: 1 })),
    findLeaderForPartitions: (_topic: string, partitions: readonly (string | number)[]) => {
      const of = (leader: string) =>
        partitions.map(Number).filter((one) => (one === 0 ? 'first' : leaderOfOne) === leader);
      const found = ['first', 'second'].map((leader) => [leader, of(leader)] as const);
      return Object.fromEntries(found.filter(([, led]) => led.length > 0));
    },
    findBroker: async ({ nodeId }: { nodeId: keyof typeof brokers }) => brokers[nodeId],
  };
  const numbering = {
    acquireBrokerLock: nothing,
    releaseBrokerLock: nothing,
    isTransactional: () => false,
    getSequence: () => 0,
    updateSequence: () => undefined,
    getProducerId: () => 1,
    getProducerEpoch: () => 0,
  };
  const untilItIsThrough = async (send: () => Promise<RecordMetadata[]>) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await send();
      } catch (fault) {
        if (tries === 5) throw fault;
      }
    }
  };

  const partitions = new PartitionsOfBatch();
  const logger = { debug: () => undefined, error: () => undefined };
  const parts = { logger, cluster, eosManager: numbering, retrier: untilItIsThrough };
  const send = createSendMessages({ ...parts, partitioner: partitions.createPartitioner() });
  const messages = Array.from({ length: 20 }, (_, n) => ({ key: `reservation ${n}`, value: 'x' }));
  partitions.begin();
  const answered = await send({ acks: -1, topicMessages: [{ topic: 'facts', messages }] });

  expect(written).toEqual(['facts 0']);
  expect(() => partitions.requireStored(answered)).toThrow('No broker has answered for facts 1');

  partitions.begin();
  const again = await send({ acks: -1, topicMessages: [{ topic: 'facts', messages }] });
  expect(() => partitions.requireStored(again)).not.toThrow();
});
