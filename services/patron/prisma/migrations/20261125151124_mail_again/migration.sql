-- AlterTable
ALTER TABLE "notice" ADD COLUMN     "again_of" UUID;
