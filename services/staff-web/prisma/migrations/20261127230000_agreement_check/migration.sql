-- CreateTable
CREATE TABLE "agreement_check" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,
    "reservations" INTEGER NOT NULL,
    "findings" JSONB NOT NULL,
    "found" INTEGER NOT NULL,

    CONSTRAINT "agreement_check_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "agreement_check_one" CHECK ("id" = 1)
);
