-- What was typed into the search box stands in no address; it is kept for the page that lists what was found.
ALTER TABLE "session" ADD COLUMN "sought" TEXT,
ADD COLUMN "sought_at" TIMESTAMPTZ(3);
