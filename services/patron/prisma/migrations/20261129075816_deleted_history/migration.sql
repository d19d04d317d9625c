-- AlterTable
ALTER TABLE "application" ADD COLUMN     "history_id" UUID NOT NULL DEFAULT gen_random_uuid();

-- AlterTable
ALTER TABLE "history_wish" ADD COLUMN     "id" UUID NOT NULL DEFAULT gen_random_uuid();

-- CreateIndex
CREATE UNIQUE INDEX "application_history_id_key" ON "application"("history_id");

-- CreateIndex
CREATE UNIQUE INDEX "history_wish_id_key" ON "history_wish"("id");
