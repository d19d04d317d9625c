-- CreateTable
CREATE TABLE "dispatch_calendar" (
    "only" BOOLEAN NOT NULL DEFAULT true,
    "sequence" BIGINT NOT NULL,
    "data" JSONB NOT NULL,

    CONSTRAINT "dispatch_calendar_pkey" PRIMARY KEY ("only")
);
ALTER TABLE "dispatch_calendar" ADD CONSTRAINT dispatch_calendar_one_row CHECK ("only");
