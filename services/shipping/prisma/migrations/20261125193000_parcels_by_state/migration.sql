-- What is open, on its way or lost is found without reading all that ever arrived.
CREATE INDEX "parcel_state_opened_at_idx" ON "parcel"("state", "opened_at" DESC);
