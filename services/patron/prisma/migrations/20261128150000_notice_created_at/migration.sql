CREATE INDEX "notice_created_at" ON "notice"("created_at");
