-- CreateTable
CREATE TABLE "answered_form" (
    "fact_id" UUID NOT NULL,
    "asked" TEXT NOT NULL,
    "answered_at" TIMESTAMPTZ(3) NOT NULL,
    "sealed" TEXT,

    CONSTRAINT "answered_form_pkey" PRIMARY KEY ("fact_id")
);

-- CreateIndex
CREATE INDEX "answered_form_answered_at" ON "answered_form"("answered_at");
