-- AlterTable
ALTER TABLE "audit" ADD COLUMN     "told" JSONB;
