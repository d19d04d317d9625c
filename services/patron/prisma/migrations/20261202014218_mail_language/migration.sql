-- CreateEnum
CREATE TYPE "mail_language" AS ENUM ('ja', 'en');

-- AlterTable
ALTER TABLE "patron" ADD COLUMN     "mail_language" "mail_language" NOT NULL DEFAULT 'ja';
