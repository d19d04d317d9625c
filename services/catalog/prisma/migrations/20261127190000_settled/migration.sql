-- Whether a reservation is settled: what the desk says of a loan, and the day on which one left the queue without a copy.
CREATE TYPE "desk_settlement" AS ENUM ('returned', 'paid', 'writtenOff');

ALTER TABLE "queue_entry" ADD COLUMN "left_on" DATE,
    ADD COLUMN "days_only" BOOLEAN NOT NULL DEFAULT false;
CREATE INDEX "queue_entry_with_moments" ON "queue_entry"("reservation_id") WHERE (NOT days_only);

ALTER TABLE "allocation" ADD COLUMN "settled_how" "desk_settlement",
    ADD COLUMN "settled_on" DATE,
    ADD COLUMN "settled_role" TEXT,
    ADD COLUMN "settled_reason" TEXT,
    ADD COLUMN "settled_fact_id" UUID;
ALTER TABLE "allocation" ADD CONSTRAINT "allocation_settled_whole" CHECK (
  num_nonnulls("settled_how", "settled_on", "settled_role", "settled_reason", "settled_fact_id") IN (0, 5)
  AND "settled_role" <> '' AND "settled_reason" <> '');

CREATE INDEX "allocation_settled_by_desk" ON "allocation"("settled_on") WHERE (settled_on IS NOT NULL);

-- What the desk is asked to settle. Of the state, which is JSON: not known to the schema.
CREATE INDEX "reservation_unreturned" ON "reservation_state"("reservation_id")
  WHERE (("standing" -> 'state' ->> 'settled') IS NULL AND ("standing" -> 'state' ->> 'ended') IN ('lost', 'longOverdue'));

-- A scan is never changed or deleted, but for what the night forgets of it: the moment within its day, the parcel, and its
-- number among the scans of all copies.
DROP TRIGGER scan_append_only ON "scan";
CREATE TRIGGER scan_never_deleted BEFORE DELETE ON "scan"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite_scans();
CREATE TRIGGER scan_never_rewritten BEFORE UPDATE ON "scan"
  FOR EACH ROW WHEN (
    ROW(NEW.fact_id, NEW.kind, NEW.copy_id, NEW.reservation_id, NEW.allocation, NEW.leg, NEW.place, NEW.voids, NEW.account,
        NEW.book_drop, NEW.reason)
      IS DISTINCT FROM
    ROW(OLD.fact_id, OLD.kind, OLD.copy_id, OLD.reservation_id, OLD.allocation, OLD.leg, OLD.place, OLD.voids, OLD.account,
        OLD.book_drop, OLD.reason)
    OR NEW.sequence > OLD.sequence
    OR NEW.occurred_at NOT IN (OLD.occurred_at, date_trunc('day', OLD.occurred_at, 'Asia/Tokyo'))
    OR NEW.scanned_at NOT IN (OLD.scanned_at, date_trunc('day', OLD.scanned_at, 'Asia/Tokyo'))
    OR NEW.recorded_at NOT IN (OLD.recorded_at, date_trunc('day', OLD.recorded_at, 'Asia/Tokyo'))
    OR (NEW.parcel IS NOT NULL AND NEW.parcel IS DISTINCT FROM OLD.parcel))
  EXECUTE FUNCTION refuse_to_rewrite_scans();

-- Rows of one transaction shared the moment of it: of mails that is one person.
ALTER TABLE "outbox" DROP COLUMN "created_at";
