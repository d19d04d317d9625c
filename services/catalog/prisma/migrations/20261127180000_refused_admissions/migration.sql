-- A refused admission is a row of the ledger: it stands in no queue, and keeps why.
ALTER TYPE "queue_state" ADD VALUE 'refused';

ALTER TABLE "queue_entry" ALTER COLUMN "record_id" DROP NOT NULL,
    ADD COLUMN "refusal" JSONB;

-- As text: a value of a type can't be used in the transaction that adds it.
ALTER TABLE "queue_entry" ADD CONSTRAINT "queue_entry_refused" CHECK (
    ("state"::text = 'refused') = ("refusal" IS NOT NULL) AND ("state"::text = 'refused') = ("record_id" IS NULL));
