import { type EventData, type EventType, eventSchemas, topicOf } from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
import { traceparentNow } from '@toshobin/service';

/**
 * The outbox of a service: an event is written in the transaction that makes it true, the relay publishes it.
 *
 * In the service's `prisma/schema.prisma` (needs `previewFeatures = ["partialIndexes"]`):
 * ```prisma
 * /// Events to be published, written in the transaction that makes them true. Kept two weeks.
 * model Outbox {
 *   id          String    @id @db.Uuid
 *   sequence    BigInt    @unique @default(autoincrement())
 *   topic       String
 *   key         String
 *   type        String
 *   subject     String
 *   time        DateTime  @db.Timestamptz(3)
 *   data        Json
 *   publishedAt DateTime? @map("published_at") @db.Timestamptz(3)
 *   /// What it follows from, for whoever looks at traces; gone once it is published.
 *   traceparent String?
 *
 *   @@index([sequence], map: "outbox_unpublished", where: raw("(published_at IS NULL)"))
 *   @@index([publishedAt], map: "outbox_published_at")
 *   @@map("outbox")
 * }
 * ```
 * and its migration is `outboxTableSql`.
 */
export const outboxTableSql = `
CREATE TABLE "outbox" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "topic" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "data" JSONB NOT NULL,
    "published_at" TIMESTAMPTZ(3),
    "traceparent" TEXT,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "outbox_sequence_key" ON "outbox"("sequence");
CREATE INDEX "outbox_unpublished" ON "outbox"("sequence") WHERE (published_at IS NULL);
CREATE INDEX "outbox_published_at" ON "outbox"("published_at");
`;

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
