-- The statistics of a month read that month alone, however many years there are.
CREATE INDEX "queue_entry_joined" ON "queue_entry"("joined_at");
CREATE INDEX "allocation_given_up" ON "allocation"("closed_at") WHERE (ending = ANY (ARRAY['expired'::allocation_ending, 'cancelled'::allocation_ending]));
CREATE INDEX "loan_handed_out" ON "loan"("handed_out_at");
