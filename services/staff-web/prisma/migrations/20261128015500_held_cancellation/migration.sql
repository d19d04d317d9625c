-- A caller's cancellation is held for a few minutes, so that it can be taken back.
CREATE TABLE "held_cancellation" (
    "reservation_id" UUID NOT NULL,
    "wish_id" UUID NOT NULL,
    "account" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "library" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "refused_as" TEXT,

    CONSTRAINT "held_cancellation_pkey" PRIMARY KEY ("reservation_id")
);

-- CreateIndex
CREATE INDEX "held_cancellation_until" ON "held_cancellation"("until");
