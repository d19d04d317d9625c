-- CreateIndex
CREATE INDEX "imported_record_deleted" ON "imported_record"("record_id") WHERE (withdrawn);
