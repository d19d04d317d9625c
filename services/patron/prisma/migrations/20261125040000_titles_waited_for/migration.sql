CREATE TABLE "title_waiting" (
    "record_id" BIGINT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "waiting" BOOLEAN NOT NULL,

    CONSTRAINT "title_waiting_pkey" PRIMARY KEY ("record_id")
);
