-- Whether a branch is asked about a copy follows from how its reservation stands (shelf_check.closed_at stays for the release before).
ALTER TABLE "packing_row" ADD COLUMN "shelved_until" TIMESTAMPTZ(3);

-- Until the next news of a reservation nobody knows the end of its hold; whoever was asked was asked after it.
UPDATE "packing_row" AS row SET "shelved_until" = TIMESTAMPTZ 'epoch'
WHERE row."allocation" IS NOT NULL AND NOT row."to_pack" AND NOT EXISTS (
  SELECT FROM "shelf_check" AS asked
  WHERE asked."reservation_id" = row."reservation_id" AND asked."allocation" = row."allocation" AND asked."closed_at" IS NOT NULL);
