-- 要確認: work for staff (libs/tasks).
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
CREATE UNIQUE INDEX "task_open_once" ON "task"("kind", "subject_key") WHERE (cleared_at IS NULL);
CREATE INDEX "task_open" ON "task"("library", "opened_at") WHERE (cleared_at IS NULL);
CREATE INDEX "task_reservation" ON "task"("reservation_id");
