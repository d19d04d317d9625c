/** The outbox of a service, as its migrations make it. */
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
