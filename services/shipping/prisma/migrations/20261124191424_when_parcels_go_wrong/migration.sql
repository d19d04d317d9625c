-- AlterEnum

ALTER TYPE "line_end" ADD VALUE 'missing';
ALTER TYPE "line_end" ADD VALUE 'lost';

-- AlterEnum

ALTER TYPE "parcel_state" ADD VALUE 'lost';
ALTER TYPE "parcel_state" ADD VALUE 'discarded';

-- DropIndex
DROP INDEX "closure_once";

-- AlterTable
ALTER TABLE "closure" ADD COLUMN     "closure_id" UUID,
ADD COLUMN     "reason" TEXT,
ADD COLUMN     "taken_back_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "library" ADD COLUMN     "closed_on_holidays" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "parcel" ADD COLUMN     "postage_yen" INTEGER,
ADD COLUMN     "returned_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "shelf_check" ADD COLUMN     "answer_by" TIMESTAMPTZ(3);

-- CreateTable
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

-- CreateIndex
CREATE INDEX "task_open" ON "task"("library", "opened_at") WHERE (cleared_at IS NULL);

-- CreateIndex
CREATE INDEX "task_reservation" ON "task"("reservation_id");

-- CreateIndex
CREATE UNIQUE INDEX "task_open_once" ON "task"("kind", "subject_key") WHERE (cleared_at IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "closure_closure_id_key" ON "closure"("closure_id");

-- CreateIndex
CREATE UNIQUE INDEX "closure_once" ON "closure"("library_code", "from", "until") WHERE (taken_back_at IS NULL);

-- CreateIndex
CREATE INDEX "parcel_dispatch_day_idx" ON "parcel"("dispatch_day");
