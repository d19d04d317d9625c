-- New arrivals are titles whose first copy came last (record_added stays for the release before).
-- CreateIndex
CREATE INDEX "copy_arrived" ON "copy"("added_at" DESC, "id" DESC) WHERE (condition <> 'withdrawn'::copy_condition);
