-- What a scan said of a parcel is taken back with it.
CREATE TABLE "copy_scan" (
    "fact_id" UUID NOT NULL,
    "copy_id" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "place" TEXT,
    "scanned_at" TIMESTAMPTZ(3) NOT NULL,
    "voids" UUID,

    CONSTRAINT "copy_scan_pkey" PRIMARY KEY ("fact_id")
);
CREATE INDEX "copy_scan_copy_id_scanned_at_idx" ON "copy_scan"("copy_id", "scanned_at");
CREATE INDEX "copy_scan_voids_idx" ON "copy_scan"("voids");

ALTER TABLE "parcel" ADD COLUMN "seen_at" TIMESTAMPTZ(3),
ADD COLUMN "lost_at" TIMESTAMPTZ(3);
