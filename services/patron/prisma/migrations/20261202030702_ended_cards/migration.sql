-- CreateTable
CREATE TABLE "ended_card" (
    "number" TEXT NOT NULL,

    CONSTRAINT "ended_card_pkey" PRIMARY KEY ("number")
);
