-- AlterTable
ALTER TABLE "parcel_line" ADD COLUMN     "handled_at" TIMESTAMPTZ(3);
