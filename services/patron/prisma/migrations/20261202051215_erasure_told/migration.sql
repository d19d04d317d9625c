-- AlterTable
ALTER TABLE "card" ADD COLUMN     "erasure_told_on" DATE;
