-- CreateTable
CREATE TABLE "packing_removal" (
    "reservation_id" UUID NOT NULL,
    "allocation" INTEGER NOT NULL,
    "removed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "packing_removal_pkey" PRIMARY KEY ("reservation_id","allocation")
);
