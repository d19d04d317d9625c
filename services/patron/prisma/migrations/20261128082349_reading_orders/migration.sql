-- CreateTable
CREATE TABLE "reading_order" (
    "id" UUID NOT NULL,
    "patron_id" UUID NOT NULL,
    "pickup_library" TEXT NOT NULL,
    "early" BOOLEAN NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "decide_by" TIMESTAMPTZ(3),

    CONSTRAINT "reading_order_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reading_order_volume" (
    "order_id" UUID NOT NULL,
    "place" SMALLINT NOT NULL,
    "patron_id" UUID NOT NULL,
    "record_id" BIGINT NOT NULL,
    "title" TEXT NOT NULL,
    "protective_cover" BOOLEAN NOT NULL,
    "reservation_id" UUID,
    "missed" BOOLEAN NOT NULL DEFAULT false,
    "refusal" TEXT,

    CONSTRAINT "reading_order_volume_pkey" PRIMARY KEY ("order_id","place")
);

-- CreateIndex
CREATE INDEX "reading_order_patron" ON "reading_order"("patron_id");

-- CreateIndex
CREATE UNIQUE INDEX "reading_order_volume_reservation" ON "reading_order_volume"("reservation_id");

-- CreateIndex
CREATE UNIQUE INDEX "reading_order_volume_once" ON "reading_order_volume"("patron_id", "record_id");

-- AddForeignKey
ALTER TABLE "reading_order" ADD CONSTRAINT "reading_order_patron_fkey" FOREIGN KEY ("patron_id") REFERENCES "patron"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "reading_order_volume" ADD CONSTRAINT "reading_order_volume_order_fkey" FOREIGN KEY ("order_id") REFERENCES "reading_order"("id") ON DELETE CASCADE ON UPDATE RESTRICT;
