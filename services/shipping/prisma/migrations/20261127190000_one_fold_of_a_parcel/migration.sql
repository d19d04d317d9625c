-- What is said of a parcel is appended; where it is, and each copy in it, follows from that alone.
CREATE TYPE "packed_copy_state" AS ENUM ('inside', 'takenOut', 'arrived', 'home', 'elsewhere', 'missing', 'lost');
CREATE TYPE "parcel_event_kind" AS ENUM ('discarded', 'assumed', 'received', 'takenBack', 'lost', 'returned',
    'copyTakenOut', 'copyMissing', 'copyFound', 'copyLost', 'copyPackedElsewhere');

CREATE TABLE "parcel_event" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "parcel_number" TEXT NOT NULL,
    "line_id" BIGINT,
    "kind" "parcel_event_kind" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "parcel_event_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "parcel_event_sequence_key" ON "parcel_event"("sequence");
CREATE INDEX "parcel_event_parcel_number_idx" ON "parcel_event"("parcel_number");

DROP INDEX "one_open_parcel_line_a_copy";
ALTER TABLE "parcel_line" DROP COLUMN "ended", DROP COLUMN "ended_at", DROP COLUMN "handled_at",
    ADD COLUMN "state" "packed_copy_state" NOT NULL DEFAULT 'inside',
    ADD COLUMN "arrivals" UUID[] DEFAULT ARRAY[]::UUID[];
CREATE UNIQUE INDEX "one_open_parcel_line_a_copy" ON "parcel_line"("copy_id") WHERE (state = 'inside'::packed_copy_state);
DROP TYPE "line_end";

ALTER TABLE "parcel" DROP COLUMN "arrived_at", DROP COLUMN "seen_at", DROP COLUMN "lost_at", DROP COLUMN "returned_at";

-- An event of a copy names its line, and only that.
ALTER TABLE "parcel_event"
    ADD CONSTRAINT "parcel_event_parcel_number_fkey" FOREIGN KEY ("parcel_number") REFERENCES "parcel"("number") ON DELETE RESTRICT ON UPDATE CASCADE,
    ADD CONSTRAINT "parcel_event_line_id_fkey" FOREIGN KEY ("line_id") REFERENCES "parcel_line"("id") ON DELETE SET NULL ON UPDATE CASCADE,
    ADD CONSTRAINT "copy_events_name_their_line" CHECK (("line_id" IS NOT NULL) = (starts_with("kind"::text, 'copy')));

CREATE TYPE "copy_scan_kind" AS ENUM ('handedOut', 'handedIn', 'home');
ALTER TABLE "copy_scan" ALTER COLUMN "kind" TYPE "copy_scan_kind" USING "kind"::"copy_scan_kind";

DROP TABLE "copy_fact";
