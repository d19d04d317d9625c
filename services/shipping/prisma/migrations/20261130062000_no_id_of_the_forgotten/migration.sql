-- The id of what was told of a copy is made of the id of a scan: of parcels whose copies are forgotten none stays.
UPDATE "parcel" SET "dispatch_scan" = NULL WHERE "forgotten_copies" > 0 AND "dispatch_scan" IS NOT NULL;
UPDATE "parcel_event" SET "id" = gen_random_uuid(), "scan_id" = NULL
FROM "parcel" WHERE "parcel"."number" = "parcel_number" AND "forgotten_copies" > 0;
