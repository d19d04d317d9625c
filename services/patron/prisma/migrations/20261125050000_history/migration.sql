ALTER TABLE "credential" ADD COLUMN "tries" INTEGER NOT NULL DEFAULT 0;

CREATE TABLE "history_wish" (
    "patron_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "history_wish_pkey" PRIMARY KEY ("patron_id")
);

CREATE TABLE "history_entry" (
    "id" UUID NOT NULL,
    "patron_id" UUID NOT NULL,
    "record_id" BIGINT NOT NULL,
    "title" TEXT NOT NULL,
    "returned_on" DATE NOT NULL,

    CONSTRAINT "history_entry_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "history_entry_patron" ON "history_entry"("patron_id", "returned_on");

ALTER TABLE "history_wish" ADD CONSTRAINT "history_wish_patron_fkey" FOREIGN KEY ("patron_id") REFERENCES "patron"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

ALTER TABLE "history_entry" ADD CONSTRAINT "history_entry_wish_fkey" FOREIGN KEY ("patron_id") REFERENCES "history_wish"("patron_id") ON DELETE CASCADE ON UPDATE RESTRICT;
