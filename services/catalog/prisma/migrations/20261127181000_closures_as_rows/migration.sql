-- Closures, and the dates that they moved, are rows of the catalog; so is the latest date that a mail named.
CREATE TYPE "date_kind" AS ENUM ('due', 'hold');

ALTER TABLE "allocation" ADD COLUMN "hold_told_at" TIMESTAMPTZ(3);
ALTER TABLE "loan" ADD COLUMN "told_at" TIMESTAMPTZ(3);

CREATE TABLE "closure" (
    "closure_id" UUID NOT NULL,
    "library" TEXT,
    "first_day" DATE,
    "last_day" DATE,
    "reason" TEXT,
    "taken_back_at" TIMESTAMPTZ(3),

    CONSTRAINT "closure_pkey" PRIMARY KEY ("closure_id"),
    CONSTRAINT "closure_entered_or_taken_back" CHECK (
        num_nulls("library", "first_day", "last_day", "reason") IN (0, 4)
        AND ("library" IS NOT NULL OR "taken_back_at" IS NOT NULL)
        AND "first_day" <= "last_day")
);

DROP TABLE "moved_date";
CREATE TABLE "moved_date" (
    "closure_id" UUID NOT NULL,
    "journey" INTEGER NOT NULL,
    "kind" "date_kind" NOT NULL,
    "before_date" DATE NOT NULL,
    "before_at" TIMESTAMPTZ(3) NOT NULL,
    "after_date" DATE NOT NULL,
    "after_at" TIMESTAMPTZ(3) NOT NULL,
    "moved_at" TIMESTAMPTZ(3) NOT NULL,
    "moved_back_at" TIMESTAMPTZ(3),

    CONSTRAINT "moved_date_pkey" PRIMARY KEY ("closure_id", "journey", "kind"),
    CONSTRAINT "moved_date_later" CHECK ("after_at" > "before_at")
);
CREATE INDEX "moved_date_journey" ON "moved_date"("journey");
CREATE INDEX "moved_date_to_move_back" ON "moved_date"("closure_id") WHERE (moved_back_at IS NULL);

ALTER TABLE "moved_date" ADD CONSTRAINT "moved_date_closure_fkey" FOREIGN KEY ("closure_id") REFERENCES "closure"("closure_id") ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE "moved_date" ADD CONSTRAINT "moved_date_journey_fkey" FOREIGN KEY ("journey") REFERENCES "allocation"("number") ON DELETE RESTRICT ON UPDATE RESTRICT;
