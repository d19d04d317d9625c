-- AlterTable
ALTER TABLE "session" ADD COLUMN     "kept_for" UUID,
ADD COLUMN     "left_by" TEXT;
