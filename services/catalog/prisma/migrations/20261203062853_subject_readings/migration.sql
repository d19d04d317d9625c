-- AlterTable
ALTER TABLE "record_description" ADD COLUMN     "subject_readings" TEXT[] DEFAULT ARRAY[]::TEXT[];
