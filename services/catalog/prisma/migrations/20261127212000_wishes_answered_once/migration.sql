-- A wish is judged once, whichever run of its process asks; a change of pickup library that shipping has not heard of is
-- seen by every run.
CREATE TABLE "wish" (
    "reservation_id" UUID NOT NULL,
    "wish" TEXT NOT NULL,
    "answer" JSONB NOT NULL,

    CONSTRAINT "wish_pkey" PRIMARY KEY ("reservation_id", "wish")
);
ALTER TABLE "wish" ADD CONSTRAINT "wish_entry_fkey" FOREIGN KEY ("reservation_id") REFERENCES "queue_entry"("reservation_id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "queue_entry" DROP COLUMN "pickup_before",
    DROP COLUMN "pickup_changed_at",
    ADD COLUMN "redirected_from" TEXT,
    ADD COLUMN "redirect_wish" TEXT;
