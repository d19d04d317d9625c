import { type EventData, type EventType, eventSchemas, topicOf } from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
import { traceparentNow } from '@toshobin/service';

export interface OutboxEntry<T extends EventType> {
  /** The event's id, from outside; it is the fact's id where there is one. */
  id: string;
  type: T;
  /** What it is about, e.g. the copy's id; never a person or a title. */
  subject: string;
  /** Keeps the order of one thing; default is the subject. */
  key?: string;
  /** When it happened. */
  at: Date | Instant;
  data: EventData<T>;
}

export interface OutboxRow {
  id: string;
  topic: string;
  key: string;
  type: string;
  subject: string;
  time: Date;
  // biome-ignore lint/suspicious/noExplicitAny: Prisma's Json input is wider than any type of ours
  data: any;
  traceparent: string | null;
}

/** The row of an event, for whoever writes it in a statement of their own (else write-events.ts); throws when the data does not fit its type. */
export function outboxRow<T extends EventType>(entry: OutboxEntry<T>): OutboxRow {
  const { id, type, subject, key, at, data } = entry;
  return {
    id,
    topic: topicOf(type),
    key: key ?? subject,
    type,
    subject,
    time: new Date(at),
    data: eventSchemas[type].parse(data),
    traceparent: traceparentNow() ?? null,
  };
}
