import type { EventType } from '@toshobin/contracts';
import { type OutboxEntry, outboxRow } from '@toshobin/events';
import type { Tx } from '../open-database.ts';

/** Writes an event in the transaction that makes it true; the relay publishes it after the commit. */
export async function writeEvent<T extends EventType>(tx: Tx, entry: OutboxEntry<T>): Promise<void> {
  const { id, topic, key, type, subject, time, data } = outboxRow(entry);
  await tx.$executeRaw`
    INSERT INTO outbox (id, topic, key, type, subject, time, data)
    VALUES (${id}::uuid, ${topic}, ${key}, ${type}, ${subject}, ${time}, ${JSON.stringify(data)}::jsonb)`;
}
