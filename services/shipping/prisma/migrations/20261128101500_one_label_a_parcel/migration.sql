-- CreateIndex
CREATE UNIQUE INDEX "parcel_tracking_number_key" ON "parcel"("tracking_number");
