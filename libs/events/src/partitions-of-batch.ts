import { type PartitionerArgs, Partitioners, type RecordMetadata } from 'kafkajs';

/**
 * The partitions to which a batch belongs, noted as they are chosen. kafkajs 2.2.4 keeps what each broker has answered from
 * one try to the next and sends it nothing more: a partition that moves to such a broker between two tries is left out, and
 * the batch counts as stored. What was answered for says so.
 */
export class PartitionsOfBatch {
  readonly #chosen = new Set<string>();

  /** kafkajs's own choice. */
  readonly createPartitioner = () => {
    const choose = Partitioners.DefaultPartitioner();
    return (message: PartitionerArgs): number => {
      const partition = choose(message);
      this.#chosen.add(`${message.topic} ${partition}`);
      return partition;
    };
  };

  /** Before the next batch: one at a time. */
  begin(): void {
    this.#chosen.clear();
  }

  /** Throws if part of the batch was answered for by no broker: all of it is to be published again. */
  requireStored(answered: readonly RecordMetadata[]): void {
    const stored = new Set(answered.map(({ topicName, partition }) => `${topicName} ${partition}`));
    const leftOut = [...this.#chosen].filter((one) => !stored.has(one));
    if (leftOut.length > 0) throw new Error(`No broker has answered for ${leftOut.join(', ')}`);
  }
}
