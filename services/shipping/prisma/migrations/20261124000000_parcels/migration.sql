-- CreateEnum
CREATE TYPE "arrival_mode" AS ENUM ('scan', 'assumed');

-- CreateEnum
CREATE TYPE "dispatch_pause_kind" AS ENUM ('closure', 'noDispatch');

-- CreateEnum
CREATE TYPE "packing_state" AS ENUM ('waiting', 'packed', 'dispatched', 'removed');

-- CreateEnum
CREATE TYPE "parcel_direction" AS ENUM ('outward', 'return');

-- CreateEnum
CREATE TYPE "parcel_state" AS ENUM ('open', 'dispatched', 'arrived', 'opened');

-- CreateEnum
CREATE TYPE "parcel_mode" AS ENUM ('yuMail', 'yuPack');

-- CreateEnum
CREATE TYPE "line_end" AS ENUM ('unpacked', 'arrived', 'home', 'repacked');

-- CreateEnum
CREATE TYPE "parcel_asked" AS ENUM ('pickupLibrary', 'prefecturalDesk');

-- CreateEnum
CREATE TYPE "shelf_answer" AS ENUM ('here', 'gone');

-- CreateTable
CREATE TABLE "library" (
    "code" TEXT NOT NULL,
    "order" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "reading" TEXT NOT NULL,
    "region" TEXT,
    "phone" TEXT NOT NULL,
    "arrival" "arrival_mode" NOT NULL,
    "closed_weekdays" INTEGER[],
    "paused_from" DATE,
    "reopens" DATE,
    "published" JSONB,
    "version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "library_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "closure" (
    "id" SERIAL NOT NULL,
    "library_code" TEXT NOT NULL,
    "from" DATE NOT NULL,
    "until" DATE NOT NULL,
    "yearly" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "closure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispatch_calendar" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "weekdays" INTEGER[],
    "cut_off" TEXT NOT NULL,
    "closed_weekdays" INTEGER[],
    "published" JSONB,
    "version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "dispatch_calendar_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dispatch_pause" (
    "id" SERIAL NOT NULL,
    "kind" "dispatch_pause_kind" NOT NULL,
    "from" DATE NOT NULL,
    "until" DATE NOT NULL,
    "yearly" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "dispatch_pause_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policy_copy" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "version" INTEGER NOT NULL,
    "policy" JSONB NOT NULL,

    CONSTRAINT "policy_copy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "packing_row" (
    "reservation_id" UUID NOT NULL,
    "allocation" INTEGER NOT NULL,
    "copy_id" BIGINT NOT NULL,
    "barcode" TEXT NOT NULL,
    "hold_number" TEXT NOT NULL,
    "pickup_library" TEXT NOT NULL,
    "weight_grams" INTEGER NOT NULL,
    "thickness_mm" INTEGER NOT NULL,
    "protective_cover" BOOLEAN NOT NULL,
    "supplement_count" INTEGER NOT NULL,
    "state" "packing_state" NOT NULL,
    "parcel_number" TEXT,
    "planned_dispatch_day" DATE NOT NULL,
    "expected_date" DATE NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "packing_row_pkey" PRIMARY KEY ("reservation_id","allocation")
);

-- CreateTable
CREATE TABLE "parcel" (
    "number" TEXT NOT NULL,
    "serial" BIGSERIAL NOT NULL,
    "direction" "parcel_direction" NOT NULL,
    "library_code" TEXT NOT NULL,
    "state" "parcel_state" NOT NULL,
    "mode" "parcel_mode",
    "mode_reason" TEXT,
    "tracking_number" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "dispatched_at" TIMESTAMPTZ(3),
    "dispatch_day" DATE,
    "expected_date" DATE,
    "arrived_at" TIMESTAMPTZ(3),
    "arrival_assumed" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "parcel_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "parcel_line" (
    "id" BIGSERIAL NOT NULL,
    "parcel_number" TEXT NOT NULL,
    "copy_id" BIGINT NOT NULL,
    "barcode" TEXT NOT NULL,
    "reservation_id" UUID,
    "allocation" INTEGER,
    "hold_number" TEXT,
    "weight_grams" INTEGER NOT NULL,
    "thickness_mm" INTEGER NOT NULL,
    "protective_cover" BOOLEAN NOT NULL,
    "supplement_count" INTEGER NOT NULL,
    "packed_scan" UUID NOT NULL,
    "packed_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended" "line_end",

    CONSTRAINT "parcel_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "parcel_question" (
    "parcel_number" TEXT NOT NULL,
    "asked" "parcel_asked" NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "parcel_question_pkey" PRIMARY KEY ("parcel_number","asked")
);

-- CreateTable
CREATE TABLE "scan" (
    "fact_id" UUID NOT NULL,
    "content" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "library" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "answer" JSONB,

    CONSTRAINT "scan_pkey" PRIMARY KEY ("fact_id")
);

-- CreateTable
CREATE TABLE "copy_fact" (
    "fact_id" UUID NOT NULL,
    "reservation_id" UUID,
    "allocation" INTEGER,
    "fact" JSONB NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "copy_fact_pkey" PRIMARY KEY ("fact_id")
);

-- CreateTable
CREATE TABLE "shelf_check" (
    "reservation_id" UUID NOT NULL,
    "allocation" INTEGER NOT NULL,
    "copy_id" BIGINT NOT NULL,
    "library" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "answer" "shelf_answer",
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "shelf_check_pkey" PRIMARY KEY ("reservation_id","allocation")
);

-- CreateTable
CREATE TABLE "dispatch_batch" (
    "day" DATE NOT NULL,
    "closed_at" TIMESTAMPTZ(3) NOT NULL,
    "parcels" INTEGER NOT NULL,

    CONSTRAINT "dispatch_batch_pkey" PRIMARY KEY ("day")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "topic" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "data" JSONB NOT NULL,
    "published_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "library_order_key" ON "library"("order");

-- CreateIndex
CREATE UNIQUE INDEX "closure_once" ON "closure"("library_code", "from", "until");

-- CreateIndex
CREATE UNIQUE INDEX "dispatch_pause_once" ON "dispatch_pause"("kind", "from", "until");

-- CreateIndex
CREATE INDEX "packing_row_barcode_idx" ON "packing_row"("barcode");

-- CreateIndex
CREATE INDEX "packing_row_state_idx" ON "packing_row"("state");

-- CreateIndex
CREATE UNIQUE INDEX "parcel_serial_key" ON "parcel"("serial");

-- CreateIndex
CREATE INDEX "parcel_library_code_state_opened_at_idx" ON "parcel"("library_code", "state", "opened_at" DESC);

-- CreateIndex
CREATE INDEX "parcel_opened_at_idx" ON "parcel"("opened_at" DESC);

-- CreateIndex
CREATE INDEX "parcel_line_parcel_number_idx" ON "parcel_line"("parcel_number");

-- CreateIndex
CREATE INDEX "parcel_line_copy_id_id_idx" ON "parcel_line"("copy_id", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "one_open_parcel_line_a_copy" ON "parcel_line"("copy_id") WHERE (ended_at IS NULL);

-- CreateIndex
CREATE INDEX "copy_fact_reservation_id_allocation_idx" ON "copy_fact"("reservation_id", "allocation");

-- CreateIndex
CREATE INDEX "shelf_check_unanswered" ON "shelf_check"("library") WHERE (answered_at IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "outbox_sequence_key" ON "outbox"("sequence");

-- CreateIndex
CREATE INDEX "outbox_unpublished" ON "outbox"("sequence") WHERE (published_at IS NULL);

-- CreateIndex
CREATE INDEX "outbox_published_at" ON "outbox"("published_at");

-- AddForeignKey
ALTER TABLE "closure" ADD CONSTRAINT "closure_library_code_fkey" FOREIGN KEY ("library_code") REFERENCES "library"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "parcel" ADD CONSTRAINT "parcel_library_code_fkey" FOREIGN KEY ("library_code") REFERENCES "library"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "parcel_line" ADD CONSTRAINT "parcel_line_parcel_number_fkey" FOREIGN KEY ("parcel_number") REFERENCES "parcel"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "parcel_question" ADD CONSTRAINT "parcel_question_parcel_number_fkey" FOREIGN KEY ("parcel_number") REFERENCES "parcel"("number") ON DELETE RESTRICT ON UPDATE CASCADE;
