-- The number in its series, as a cataloguer has written it.
ALTER TABLE "record_description" ADD COLUMN "series_volume" TEXT NOT NULL DEFAULT '';
