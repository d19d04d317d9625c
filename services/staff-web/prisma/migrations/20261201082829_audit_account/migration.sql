-- CreateIndex
CREATE INDEX "audit_account" ON "audit"("account", "at", "id");
