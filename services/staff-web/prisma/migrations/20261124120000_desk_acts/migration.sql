-- AlterTable
ALTER TABLE "audit" ADD COLUMN     "reason" TEXT;

-- AlterTable
ALTER TABLE "session" ADD COLUMN     "caller_at" TIMESTAMPTZ(3),
ADD COLUMN     "caller_card" TEXT,
ADD COLUMN     "contact_before" TIMESTAMPTZ(3),
ADD COLUMN     "recent_scans" UUID[];
