-- CreateTable
CREATE TABLE "deleted_history" (
    "id" UUID NOT NULL,
    "deleted_on" DATE NOT NULL,

    CONSTRAINT "deleted_history_pkey" PRIMARY KEY ("id")
);
