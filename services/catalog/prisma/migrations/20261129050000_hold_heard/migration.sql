ALTER TABLE "allocation" ADD COLUMN "hold_heard" BIGINT;
