-- R6: a date that was told is never lowered.
ALTER TABLE "loan" ADD CONSTRAINT "loan_due_as_told" CHECK ("due_at" >= "told_at");
ALTER TABLE "allocation" ADD CONSTRAINT "allocation_hold_as_told" CHECK ("hold_at" >= "hold_told_at");
