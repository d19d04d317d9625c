import type { EventType } from '@toshobin/contracts';
import { tells } from '@toshobin/database';
import { type OutboxEntry, outboxRow } from './outbox.ts';

/** What the functions here need of a transaction of Prisma's. */
interface OutboxTransaction {
  $executeRaw(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<number>;
}

/** Writes an event into the outbox in the transaction that makes it true; the relay publishes it after the commit. */
export function writeEvent<T extends EventType>(tx: OutboxTransaction, entry: OutboxEntry<T>): Promise<void> {
  return writeEvents(tx, [entry]);
}

/** Writes several events at once, in their order. */
export async function writeEvents<T extends EventType>(
  tx: OutboxTransaction,
  entries: readonly OutboxEntry<T>[],
): Promise<void> {
  tells(tx);
  await tx.$executeRaw`
    INSERT INTO outbox (id, topic, key, type, subject, time, data, traceparent)
    SELECT * FROM jsonb_to_recordset(${rowsOf(entries)}::jsonb)
      AS event (id uuid, topic text, key text, type text, subject text, time timestamptz, data jsonb,
        traceparent text)`;
}

/** Writes an event that may have been written before. */
export async function writeEventOnce<T extends EventType>(
  tx: OutboxTransaction,
  entry: OutboxEntry<T>,
): Promise<void> {
  tells(tx);
  await tx.$executeRaw`
    INSERT INTO outbox (id, topic, key, type, subject, time, data, traceparent)
    SELECT * FROM jsonb_to_recordset(${rowsOf([entry])}::jsonb)
      AS event (id uuid, topic text, key text, type text, subject text, time timestamptz, data jsonb,
        traceparent text)
    ON CONFLICT (id) DO NOTHING`;
}

function rowsOf<T extends EventType>(entries: readonly OutboxEntry<T>[]): string {
  return JSON.stringify(entries.map(outboxRow));
}
