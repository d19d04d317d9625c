-- Rows are derived from the catalog's versioned state, not from facts.
DROP TABLE "copy_fact";

ALTER TABLE "application"
  DROP COLUMN "rank",
  DROP COLUMN "ready_allocation",
  DROP COLUMN "ended_as",
  DROP COLUMN "home_allocation",
  DROP COLUMN "queue_changed_at",
  DROP COLUMN "lost_at",
  ADD COLUMN "epoch" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "n" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "journey" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "returned_on" DATE;

ALTER TABLE "loan_slot" ADD COLUMN "journey" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "notice"
  DROP COLUMN "valid_allocation",
  DROP COLUMN "valid_rank",
  ADD COLUMN "journey" INTEGER NOT NULL DEFAULT 0;
