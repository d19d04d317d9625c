-- AlterTable
ALTER TABLE "session" ADD COLUMN "kept_form" JSONB;

-- CreateTable
CREATE TABLE "patron_basket_item" (
    "patron_id" UUID NOT NULL,
    "record_id" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "reservation_id" UUID,

    CONSTRAINT "patron_basket_item_pkey" PRIMARY KEY ("patron_id","record_id")
);

-- CreateIndex
CREATE INDEX "patron_basket_item_added" ON "patron_basket_item"("added_at");

-- Baskets of those who are signed in move to their patrons, the earliest time of a title kept.
INSERT INTO patron_basket_item (patron_id, record_id, added_at)
SELECT session.patron_id, basket_item.record_id, min(basket_item.added_at)
FROM basket_item JOIN session ON session.id = basket_item.session_id
WHERE session.patron_id IS NOT NULL AND session.scope = 'full'
GROUP BY session.patron_id, basket_item.record_id;
DELETE FROM basket_item USING session
WHERE session.id = basket_item.session_id AND session.patron_id IS NOT NULL AND session.scope = 'full';
