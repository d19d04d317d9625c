-- R5, R15, R17, R20: what a queue remembers of suspensions, pickups, kept copies and moved dates; tasks of the desks.
ALTER TYPE "allocation_ending" ADD VALUE 'passedOn';
ALTER TYPE "allocation_ending" ADD VALUE 'outOfService';

ALTER TABLE "allocation" ADD COLUMN     "kept_since" TIMESTAMPTZ(3);

ALTER TABLE "queue_entry" ADD COLUMN     "pickup_before" TEXT,
ADD COLUMN     "pickup_changed_at" TIMESTAMPTZ(3),
ADD COLUMN     "resumes_on" DATE,
ADD COLUMN     "unservable_at" TIMESTAMPTZ(3);

CREATE TABLE "moved_date" (
    "closure_id" UUID NOT NULL,
    "allocation" INTEGER NOT NULL,
    "before_date" DATE NOT NULL,
    "before_at" TIMESTAMPTZ(3) NOT NULL,
    "after_date" DATE NOT NULL,
    "after_at" TIMESTAMPTZ(3) NOT NULL,
    "moved_at" TIMESTAMPTZ(3) NOT NULL,
    "moved_back_at" TIMESTAMPTZ(3),

    CONSTRAINT "moved_date_pkey" PRIMARY KEY ("closure_id","allocation")
);

CREATE TABLE "task" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_key" TEXT NOT NULL,
    "library" TEXT NOT NULL,
    "reservation_id" UUID,
    "parcel_number" TEXT,
    "barcode" TEXT,
    "application_id" UUID,
    "why" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "cleared_at" TIMESTAMPTZ(3),
    "cleared_by" TEXT,

    CONSTRAINT "task_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "moved_date_allocation" ON "moved_date"("allocation");

CREATE INDEX "task_open" ON "task"("library", "opened_at") WHERE (cleared_at IS NULL);

CREATE INDEX "task_reservation" ON "task"("reservation_id");

CREATE UNIQUE INDEX "task_open_once" ON "task"("kind", "subject_key") WHERE (cleared_at IS NULL);

ALTER TABLE "moved_date" ADD CONSTRAINT "moved_date_allocation_fkey" FOREIGN KEY ("allocation") REFERENCES "allocation"("number") ON DELETE RESTRICT ON UPDATE RESTRICT;
