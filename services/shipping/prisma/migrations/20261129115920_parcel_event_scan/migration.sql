-- AlterTable
ALTER TABLE "parcel_event" ADD COLUMN     "scan_id" UUID;
