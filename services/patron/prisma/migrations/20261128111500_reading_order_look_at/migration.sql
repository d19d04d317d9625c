-- AlterTable
ALTER TABLE "reading_order" ADD COLUMN     "look_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now();
ALTER TABLE "reading_order" ALTER COLUMN "look_at" DROP DEFAULT;

-- CreateIndex
CREATE INDEX "reading_order_look_at" ON "reading_order"("look_at");
