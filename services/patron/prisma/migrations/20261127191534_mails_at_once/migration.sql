-- CreateIndex
CREATE INDEX "notice_unsent_at_once" ON "notice"("not_before") WHERE ((reservation_id IS NULL) AND (status = ANY (ARRAY['pending'::notice_status, 'sending'::notice_status])));
