-- AlterTable
ALTER TABLE "session" ADD COLUMN     "password_set_at" TIMESTAMPTZ(3);
