-- What is to be packed follows from how its reservation stands.
DROP TABLE "packing_row", "packing_removal", "copy_measures";
DROP TYPE "packing_state";

CREATE TABLE "packing_row" (
    "reservation_id" UUID NOT NULL,
    "epoch" INTEGER NOT NULL,
    "n" INTEGER NOT NULL,
    "pickup_library" TEXT NOT NULL,
    "item" JSONB,
    "allocation" INTEGER,
    "journey" INTEGER,
    "copy_id" BIGINT,
    "barcode" TEXT,
    "to_pack" BOOLEAN NOT NULL,
    "slot_journey" INTEGER,
    "slotless_epoch" INTEGER NOT NULL DEFAULT 0,
    "slotless_n" INTEGER NOT NULL DEFAULT 0,
    "listed_at" TIMESTAMPTZ(3),
    "planned_dispatch_day" DATE,
    "expected_date" DATE,

    CONSTRAINT "packing_row_pkey" PRIMARY KEY ("reservation_id")
);
CREATE INDEX "packing_row_barcode_idx" ON "packing_row"("barcode");
CREATE INDEX "packing_row_copy_id_idx" ON "packing_row"("copy_id");
CREATE INDEX "packing_row_to_pack" ON "packing_row"("reservation_id") WHERE to_pack;
CREATE INDEX "parcel_line_reservation_id_idx" ON "parcel_line"("reservation_id");
