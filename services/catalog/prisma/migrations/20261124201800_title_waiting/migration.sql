-- R8: what the others were told of a title last.
CREATE TABLE "title_waiting" (
    "record_id" BIGINT NOT NULL,
    "waiting" BOOLEAN NOT NULL,
    "changes" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "title_waiting_pkey" PRIMARY KEY ("record_id")
);

ALTER TABLE "title_waiting" ADD CONSTRAINT "title_waiting_record_fkey" FOREIGN KEY ("record_id") REFERENCES "bibliographic_record"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- Queues that are there already are told now; a title nobody was told of has none who waits.
INSERT INTO "title_waiting" ("record_id", "waiting")
SELECT DISTINCT "record_id", true FROM "queue_entry" WHERE "state" = 'waiting';

INSERT INTO "outbox" ("id", "topic", "key", "type", "subject", "time", "data")
SELECT gen_random_uuid(), 'catalog.facts', "record_id"::text, 'catalog.title.waiting', "record_id"::text, now(),
    jsonb_build_object('recordId', "record_id"::text, 'waiting', true,
        'at', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
FROM "title_waiting";
