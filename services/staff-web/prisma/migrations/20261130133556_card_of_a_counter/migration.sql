-- AlterTable
ALTER TABLE "session" ADD COLUMN     "shown_in" TEXT;
