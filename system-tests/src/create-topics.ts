import { topicChanges } from '@toshobin/events';
import { carryOut } from '@toshobin/service';

/** Topics of a test's own. */
export async function createTopics(brokers: readonly string[], names: readonly string[]): Promise<void> {
  const definitions = names.map((name) => ({ name, partitions: 3, keptDays: 7 }));
  await carryOut(topicChanges(brokers, definitions), { say: () => undefined });
}
