-- AlterTable
ALTER TABLE "application" ADD COLUMN     "start_again_at" TIMESTAMPTZ(3),
ADD COLUMN     "start_faults" INTEGER NOT NULL DEFAULT 0;
