-- Who cancelled a reservation, and why: its patron is told, whichever process says so.
CREATE TYPE "canceller" AS ENUM ('patron', 'library');
CREATE TYPE "library_reason" AS ENUM ('library', 'copyMissing', 'withdrawn', 'loanLimit', 'unreached', 'lost');

ALTER TABLE "queue_entry" ADD COLUMN "cancelled_by" "canceller",
    ADD COLUMN "cancelled_why" "library_reason";
