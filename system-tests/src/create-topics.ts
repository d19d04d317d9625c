import { topicChanges } from '@toshobin/events';
import { carryOut, type KafkaAt } from '@toshobin/service';

/** Topics of a test's own. */
export async function createTopics(kafka: KafkaAt, names: readonly string[]): Promise<void> {
  const definitions = names.map((name) => ({ name, partitions: 3, keptDays: 7 }));
  await carryOut(topicChanges(kafka, definitions), { say: () => undefined });
}
