-- AlterTable
ALTER TABLE "card_application" ADD COLUMN     "mail_language" "mail_language" NOT NULL DEFAULT 'ja';
