-- Queues, allocations, loans and scans of copies.
--
-- Lock order of every transaction that changes them: the record's row (when its queue is read or changed), then the
-- copy's row, both FOR NO KEY UPDATE. The queue of a title changes only under its record's lock, so an extension and
-- a new reservation, or two allocations, never pass each other; a copy's facts and place change only under its own.

CREATE TYPE "copy_place" AS ENUM ('onShelf', 'beingPrepared', 'onHoldShelf', 'inTransit', 'atPickupLibrary', 'onLoan', 'returning');
CREATE TYPE "queue_state" AS ENUM ('waiting', 'suspended', 'allocated', 'left', 'closed');
CREATE TYPE "channel" AS ENUM ('web', 'phone');
CREATE TYPE "allocation_ending" AS ENUM ('home', 'cancelled', 'expired', 'notOnShelf', 'closed');
CREATE TYPE "scan_kind" AS ENUM ('picked', 'packed', 'shipped', 'arrived', 'handedOut', 'handedIn', 'sentBack', 'home', 'notOnShelf');
CREATE TYPE "leg" AS ENUM ('outward', 'return');

ALTER TABLE "copy" ADD COLUMN     "place" "copy_place" NOT NULL DEFAULT 'onShelf',
ADD COLUMN     "place_library" TEXT;

CREATE TABLE "queue_entry" (
    "reservation_id" UUID NOT NULL,
    "record_id" BIGINT NOT NULL,
    "joined_at" TIMESTAMPTZ(3) NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "state" "queue_state" NOT NULL DEFAULT 'waiting',
    "pickup_library" TEXT NOT NULL,
    "channel" "channel" NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "queue_entry_pkey" PRIMARY KEY ("reservation_id")
);

CREATE TABLE "allocation" (
    "number" SERIAL NOT NULL,
    "copy_id" BIGINT NOT NULL,
    "reservation_id" UUID NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "ending" "allocation_ending",
    CONSTRAINT "allocation_pkey" PRIMARY KEY ("number")
);

CREATE TABLE "loan" (
    "allocation" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "due_date" DATE NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "extended_at" TIMESTAMPTZ(3),
    "handed_out_at" TIMESTAMPTZ(3),
    "handed_in_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    CONSTRAINT "loan_pkey" PRIMARY KEY ("allocation")
);

CREATE TABLE "scan" (
    "fact_id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "kind" "scan_kind" NOT NULL,
    "copy_id" BIGINT NOT NULL,
    "reservation_id" UUID,
    "allocation" INTEGER,
    "leg" "leg" NOT NULL,
    "place" TEXT,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "scanned_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "voids" UUID,
    "account" TEXT,
    "book_drop" BOOLEAN NOT NULL DEFAULT false,
    CONSTRAINT "scan_pkey" PRIMARY KEY ("fact_id")
);

CREATE TABLE "scan_answer" (
    "fact_id" UUID NOT NULL,
    "operation" TEXT NOT NULL,
    "copy_id" BIGINT NOT NULL,
    "answer" JSONB NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "scan_answer_pkey" PRIMARY KEY ("fact_id")
);

CREATE TABLE "policy" (
    "version" INTEGER NOT NULL,
    "policy" JSONB NOT NULL,
    "changed_by" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "policy_pkey" PRIMARY KEY ("version")
);

CREATE TABLE "library" (
    "code" TEXT NOT NULL,
    "library" JSONB NOT NULL,
    "sequence" BIGINT NOT NULL,
    CONSTRAINT "library_pkey" PRIMARY KEY ("code")
);

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
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "queue_entry_waiting" ON "queue_entry"("record_id", "joined_at", "sequence") WHERE (state = 'waiting'::queue_state);
CREATE INDEX "allocation_copy" ON "allocation"("copy_id", "number");
CREATE INDEX "allocation_reservation" ON "allocation"("reservation_id", "number");
CREATE UNIQUE INDEX "allocation_open_per_copy" ON "allocation"("copy_id") WHERE (closed_at IS NULL);
CREATE UNIQUE INDEX "allocation_open_per_reservation" ON "allocation"("reservation_id") WHERE (closed_at IS NULL);
CREATE INDEX "scan_allocation" ON "scan"("allocation");
CREATE INDEX "scan_copy" ON "scan"("copy_id", "sequence");
CREATE UNIQUE INDEX "outbox_sequence_key" ON "outbox"("sequence");
CREATE INDEX "outbox_unpublished" ON "outbox"("sequence") WHERE (published_at IS NULL);
CREATE INDEX "outbox_published_at" ON "outbox"("published_at");

ALTER TABLE "queue_entry" ADD CONSTRAINT "queue_entry_record_fkey" FOREIGN KEY ("record_id") REFERENCES "bibliographic_record"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "allocation" ADD CONSTRAINT "allocation_copy_fkey" FOREIGN KEY ("copy_id") REFERENCES "copy"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "allocation" ADD CONSTRAINT "allocation_entry_fkey" FOREIGN KEY ("reservation_id") REFERENCES "queue_entry"("reservation_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "loan" ADD CONSTRAINT "loan_allocation_fkey" FOREIGN KEY ("allocation") REFERENCES "allocation"("number") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "scan" ADD CONSTRAINT "scan_copy_fkey" FOREIGN KEY ("copy_id") REFERENCES "copy"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "allocation" ADD CONSTRAINT "allocation_closed_has_ending" CHECK (("closed_at" IS NULL) = ("ending" IS NULL));
ALTER TABLE "policy" ADD CONSTRAINT "policy_version_from_one" CHECK ("version" >= 1);

-- What was scanned has happened: a mistake is taken back by a fact that voids another, never by a change.
CREATE FUNCTION refuse_to_rewrite_scans() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a scan is never changed or deleted';
END $$;
CREATE TRIGGER scan_append_only BEFORE UPDATE OR DELETE ON "scan"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite_scans();
