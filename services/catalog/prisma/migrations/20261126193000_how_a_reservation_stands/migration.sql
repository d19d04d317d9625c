-- How a reservation stands, with a version, and what the catalog hears of it from the others.
CREATE TYPE "unservable" AS ENUM ('copyMissing', 'withdrawn');
CREATE TYPE "shelf_check_answer" AS ENUM ('here', 'gone');

ALTER TABLE "queue_entry" ADD COLUMN "unservable_why" "unservable";

ALTER TABLE "allocation" ADD COLUMN "journey" INTEGER,
    ADD COLUMN "hold_date" DATE,
    ADD COLUMN "hold_at" TIMESTAMPTZ(3),
    ADD COLUMN "hold_round" INTEGER,
    ADD COLUMN "shelf_check" "shelf_check_answer",
    ADD COLUMN "delayed_at" TIMESTAMPTZ(3);

ALTER TABLE "scan" ADD COLUMN "parcel" JSONB;

CREATE TABLE "reservation_state" (
    "reservation_id" UUID NOT NULL,
    "epoch" INTEGER NOT NULL,
    "n" INTEGER NOT NULL,
    "awaited" INTEGER NOT NULL,
    "standing" JSONB NOT NULL,

    CONSTRAINT "reservation_state_pkey" PRIMARY KEY ("reservation_id")
);

ALTER TABLE "reservation_state" ADD CONSTRAINT "reservation_state_entry_fkey" FOREIGN KEY ("reservation_id") REFERENCES "queue_entry"("reservation_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

CREATE TABLE "ledger_epoch" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "epoch" INTEGER NOT NULL,

    CONSTRAINT "ledger_epoch_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "ledger_epoch_one_row" CHECK ("id" = 1)
);
INSERT INTO "ledger_epoch" ("epoch") VALUES (1);
