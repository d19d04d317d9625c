-- AlterTable
ALTER TABLE "record_description" ADD COLUMN     "further_series" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "other_titles" JSONB NOT NULL DEFAULT '[]';
