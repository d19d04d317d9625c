CREATE TABLE "kept_card" (
    "token_hash" TEXT NOT NULL,
    "patron_id" UUID NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "kept_card_pkey" PRIMARY KEY ("token_hash")
);

CREATE INDEX "kept_card_patron" ON "kept_card"("patron_id");

CREATE INDEX "kept_card_seen" ON "kept_card"("seen_at");
