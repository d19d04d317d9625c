import type { EventType } from '@toshobin/contracts';
import { type OutboxEntry, outboxRow } from '@toshobin/events';
import type { Tx } from '../open-database.ts';

/** Writes an event in the transaction that makes it true; the relay publishes it after the commit. */
export async function writeEvent<T extends EventType>(tx: Tx, entry: OutboxEntry<T>): Promise<void> {
  await tx.outbox.create({ data: outboxRow(entry) });
}
