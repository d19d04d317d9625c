-- An answer to a scan that only repeated another is kept, and leads to its reservation: of when it was given the day is enough.
ALTER TABLE "scan_answer" ALTER COLUMN "recorded_at" SET DEFAULT date_trunc('day'::text, now(), 'Asia/Tokyo'::text);
UPDATE "scan_answer" SET "recorded_at" = date_trunc('day', "recorded_at", 'Asia/Tokyo')
WHERE "recorded_at" <> date_trunc('day', "recorded_at", 'Asia/Tokyo');

-- What was asked about a copy, without its reservation.
CREATE INDEX "task_copy" ON "task"("barcode");

-- Those that were asked before are found no more by the night, which has passed over their reservations.
UPDATE "task" SET "opened_at" = date_trunc('day', "opened_at", 'Asia/Tokyo'), "cleared_at" = date_trunc('day', "cleared_at", 'Asia/Tokyo')
WHERE "reservation_id" IS NULL AND "cleared_at" IS NOT NULL AND "kind" IN ('searchCopy', 'partMissing');
