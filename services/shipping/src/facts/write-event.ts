import type { EventType } from '@toshobin/contracts';
import { type OutboxEntry, outboxRow } from '@toshobin/events';
import type { Transaction } from '../database/open-database.ts';

/** Writes an event into the outbox, in the transaction that makes it true. */
export async function writeEvent<T extends EventType>(tx: Transaction, entry: OutboxEntry<T>): Promise<void> {
  await tx.outbox.create({ data: outboxRow(entry) });
}

/** The same for several at once, in their order. */
export async function writeEvents<T extends EventType>(
  tx: Transaction,
  entries: readonly OutboxEntry<T>[],
): Promise<void> {
  await tx.outbox.createMany({ data: entries.map(outboxRow) });
}

/** The same for one that may have been written before. */
export async function writeEventOnce<T extends EventType>(
  tx: Transaction,
  entry: OutboxEntry<T>,
): Promise<void> {
  await tx.outbox.createMany({ data: [outboxRow(entry)], skipDuplicates: true });
}
