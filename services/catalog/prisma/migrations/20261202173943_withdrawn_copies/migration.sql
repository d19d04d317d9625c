-- AlterTable
ALTER TABLE "copy" ADD COLUMN     "withdrawn_on" DATE;
