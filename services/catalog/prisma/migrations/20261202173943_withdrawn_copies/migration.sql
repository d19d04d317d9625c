-- AlterTable
ALTER TABLE "copy" ADD COLUMN     "withdrawn_at" TIMESTAMPTZ(3);
