-- AlterTable
ALTER TABLE "session" ADD COLUMN     "typed" JSONB;
