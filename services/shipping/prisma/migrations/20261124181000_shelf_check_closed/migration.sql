ALTER TABLE "shelf_check" ADD COLUMN "closed_at" TIMESTAMPTZ(3);
