CREATE TABLE "later_title" (
    "patron_id" UUID NOT NULL,
    "record_id" BIGINT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "later_title_pkey" PRIMARY KEY ("patron_id","record_id"),
    CONSTRAINT "later_title_patron_fkey" FOREIGN KEY ("patron_id") REFERENCES "patron"("id") ON DELETE CASCADE ON UPDATE RESTRICT
);
