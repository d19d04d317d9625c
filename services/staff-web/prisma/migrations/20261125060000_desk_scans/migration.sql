-- CreateTable
CREATE TABLE "desk_scan" (
    "fact_id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "session_id" UUID NOT NULL,
    "page" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "code" TEXT NOT NULL,
    "tone" TEXT NOT NULL,
    "short" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "undoable" BOOLEAN NOT NULL,
    "undone_at" TIMESTAMPTZ(3),
    "asks" TEXT[],

    CONSTRAINT "desk_scan_pkey" PRIMARY KEY ("fact_id")
);

-- CreateTable
CREATE TABLE "shelf_look" (
    "library" TEXT NOT NULL,
    "reservation_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "found" BOOLEAN NOT NULL,
    "account" TEXT NOT NULL,

    CONSTRAINT "shelf_look_pkey" PRIMARY KEY ("library","reservation_id","day")
);

-- CreateIndex
CREATE INDEX "desk_scan_of_session" ON "desk_scan"("session_id", "sequence" DESC);

-- AddForeignKey
ALTER TABLE "desk_scan" ADD CONSTRAINT "desk_scan_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "session"("id") ON DELETE CASCADE ON UPDATE CASCADE;
