-- AlterTable
ALTER TABLE "task" ADD COLUMN     "reopen_until" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "task_reopen" ON "task"("reopen_until") WHERE (reopen_until IS NOT NULL);
