-- AlterTable
ALTER TABLE "desk_scan" ADD COLUMN     "scanned_at" TIMESTAMPTZ(3);
