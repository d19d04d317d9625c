-- AlterTable
ALTER TABLE "application" ADD COLUMN     "lost_at" TIMESTAMPTZ(3);

-- A process may end while somebody has the copy (R18): then the row is open, and has an outcome.
ALTER TABLE "application" DROP CONSTRAINT "application_closed_has_outcome";
ALTER TABLE "application" ADD CONSTRAINT "application_closed_has_outcome" CHECK (closed_at IS NULL OR outcome IS NOT NULL);
