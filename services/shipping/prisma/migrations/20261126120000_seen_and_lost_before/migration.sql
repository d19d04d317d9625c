-- Parcels from before: one that was received by a scan, or by one of its copies, was there; the scans that said so were
-- not kept, so nothing takes them back.
UPDATE "parcel" SET "seen_at" = "arrived_at"
WHERE "seen_at" IS NULL AND "arrived_at" IS NOT NULL AND NOT "arrival_assumed";

-- Given up, and perhaps come since: by its lost copies, and by what was told of them (kept for two weeks).
UPDATE "parcel" SET "lost_at" = lost."at"
FROM (
    SELECT "number", max("at") AS "at"
    FROM (
        SELECT "parcel_number" AS "number", "ended_at" AS "at" FROM "parcel_line" WHERE "ended" = 'lost'
        UNION ALL
        SELECT "data" ->> 'parcelNumber', "time" FROM "outbox" WHERE "type" = 'shipping.copy.lost'
    ) AS "copy"
    GROUP BY "number"
) AS lost
WHERE "parcel"."number" = lost."number" AND "parcel"."lost_at" IS NULL;
