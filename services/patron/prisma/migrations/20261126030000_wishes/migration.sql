-- CreateTable
CREATE TABLE "wish" (
    "reservation_id" UUID NOT NULL,
    "wish_id" TEXT NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wish_pkey" PRIMARY KEY ("reservation_id","wish_id")
);

-- AddForeignKey
ALTER TABLE "wish" ADD CONSTRAINT "wish_application_fkey" FOREIGN KEY ("reservation_id") REFERENCES "application"("reservation_id") ON DELETE CASCADE ON UPDATE RESTRICT;
