-- AlterTable
ALTER TABLE "session" ADD COLUMN     "browser" TEXT;
