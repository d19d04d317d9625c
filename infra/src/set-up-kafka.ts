import { kafkaRights, rightsChanges, topicChanges } from '@toshobin/events';
import { carryOut, type KafkaAt } from '@toshobin/service';
import { describeEvents } from './describe-events.ts';
import { topicDefinitions } from './topics.ts';

/**
 * Makes the topics that the brokers lack, gives those that are there what they lack, and each process's user its rights to them
 * where the brokers ask for any. Safe to repeat.
 */
export async function setUpKafka(kafka: KafkaAt, options: Parameters<typeof carryOut>[1]): Promise<number> {
  const topics = await carryOut(topicChanges(kafka, topicDefinitions), options);
  return topics + (await carryOut(rightsChanges(kafka, kafkaRights(await describeEvents())), options));
}
