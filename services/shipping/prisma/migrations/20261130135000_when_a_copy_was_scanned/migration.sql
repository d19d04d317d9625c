-- AlterTable
ALTER TABLE "copy_scan" ADD COLUMN     "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
UPDATE "copy_scan" SET "recorded_at" = "scanned_at";
