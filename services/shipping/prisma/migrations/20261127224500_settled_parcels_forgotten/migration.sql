-- Once a reservation is settled, nothing says any more with which copies its own travelled.
ALTER TABLE "packing_row" ADD COLUMN "settled_on" DATE;
CREATE INDEX "packing_row_settled" ON "packing_row"("settled_on") WHERE settled_on IS NOT NULL;
ALTER TABLE "parcel" ADD COLUMN "forgotten_copies" INTEGER NOT NULL DEFAULT 0;
