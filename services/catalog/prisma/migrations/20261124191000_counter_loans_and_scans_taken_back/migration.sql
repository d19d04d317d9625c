ALTER TYPE "channel" ADD VALUE IF NOT EXISTS 'counter';
ALTER TYPE "allocation_ending" ADD VALUE IF NOT EXISTS 'lostInTransit';
ALTER TYPE "allocation_ending" ADD VALUE IF NOT EXISTS 'lentAtCounter';
ALTER TYPE "allocation_ending" ADD VALUE IF NOT EXISTS 'swapped';
ALTER TYPE "allocation_ending" ADD VALUE IF NOT EXISTS 'returnUndone';
ALTER TYPE "allocation_ending" ADD VALUE IF NOT EXISTS 'lost';
ALTER TYPE "scan_kind" ADD VALUE IF NOT EXISTS 'lost';

-- R9: a hand-out after the hold had ended, allowed by the desk.
ALTER TABLE "allocation" ADD COLUMN     "first_ended_at" TIMESTAMPTZ(3),
ADD COLUMN     "first_ending" "allocation_ending",
ADD COLUMN     "late_allowed_at" TIMESTAMPTZ(3),
ADD COLUMN     "late_allowed_by" TEXT,
ADD COLUMN     "late_reason" TEXT;

ALTER TABLE "scan" ADD COLUMN     "reason" TEXT;

-- R8: hand-outs that a patron told of; few, and listed for the branch.
CREATE INDEX "scan_declared" ON "scan"("allocation") WHERE ((kind = 'handedOut'::scan_kind) AND (account IS NULL));
