-- New arrivals: what was added last comes first.
CREATE INDEX "record_added" ON "bibliographic_record"("added_at" DESC, "id" DESC);
