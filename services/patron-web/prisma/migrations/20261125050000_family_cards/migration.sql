CREATE INDEX "session_patron" ON "session"("patron_id");

CREATE TABLE "device" (
    "id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "device_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "remembered_card" (
    "id" UUID NOT NULL,
    "device_id" UUID NOT NULL,
    "slot" INTEGER NOT NULL,
    "patron_id" UUID NOT NULL,
    "card_last4" TEXT NOT NULL,
    "nickname" TEXT NOT NULL,

    CONSTRAINT "remembered_card_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "remembered_card_six" CHECK ("slot" BETWEEN 1 AND 6)
);

CREATE UNIQUE INDEX "device_token_hash" ON "device"("token_hash");

CREATE INDEX "device_last_used" ON "device"("last_used_at");

CREATE UNIQUE INDEX "remembered_card_slot" ON "remembered_card"("device_id", "slot");

CREATE UNIQUE INDEX "remembered_card_once" ON "remembered_card"("device_id", "patron_id");

ALTER TABLE "remembered_card" ADD CONSTRAINT "remembered_card_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "device"("id") ON DELETE CASCADE ON UPDATE CASCADE;
