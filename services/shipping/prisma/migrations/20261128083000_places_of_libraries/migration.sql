ALTER TABLE "library" ADD COLUMN "hours_weekdays" TEXT,
ADD COLUMN "hours_weekends" TEXT,
ADD COLUMN "latitude" DOUBLE PRECISION,
ADD COLUMN "longitude" DOUBLE PRECISION,
ADD COLUMN "guidance" TEXT NOT NULL DEFAULT '';

ALTER TABLE "library" ADD CONSTRAINT "library_located_whole" CHECK ((latitude IS NULL) = (longitude IS NULL));
