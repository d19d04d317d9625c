-- CreateTable
CREATE TABLE "kept_form" (
    "session_id" UUID NOT NULL,
    "kept_at" TIMESTAMPTZ(3) NOT NULL,
    "mark" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,

    CONSTRAINT "kept_form_pkey" PRIMARY KEY ("session_id")
);

-- CreateIndex
CREATE INDEX "kept_form_kept_at" ON "kept_form"("kept_at");

-- AddForeignKey
ALTER TABLE "kept_form" ADD CONSTRAINT "kept_form_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "session"("id") ON DELETE CASCADE ON UPDATE CASCADE;
