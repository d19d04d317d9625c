-- The search reads the most recent records first, and stops.
--
-- A bitmap scan reads the whole posting list of a word before its first row, which is long for a frequent word. So the
-- placed rows are cut into four segments by recency, each with an index of its own: the newest 20,000 records, the next
-- 80,000, the next 300,000, the rest. The search appends them; a frequent word has its 1,001 hits in the first segment
-- or two, and the others are never touched. Placing (src/load/place-records.ts) gives the segments anew; a row that was
-- never given one is in the last. Records added since are in an index of their own, whose entries never only queue up.
--
-- One index has both columns, so that words of one and two characters (tv) and longer ones (s) are looked up together.

ALTER TABLE "bibliographic_record" ADD COLUMN "segment" SMALLINT NOT NULL DEFAULT 3,
    ADD CONSTRAINT "record_segment_form" CHECK ("segment" BETWEEN 0 AND 3);

CREATE INDEX "record_words_0" ON "bibliographic_record" USING GIN ("tv", "s" gin_trgm_ops) WHERE ("placed" AND "segment" = 0);
CREATE INDEX "record_words_1" ON "bibliographic_record" USING GIN ("tv", "s" gin_trgm_ops) WHERE ("placed" AND "segment" = 1);
CREATE INDEX "record_words_2" ON "bibliographic_record" USING GIN ("tv", "s" gin_trgm_ops) WHERE ("placed" AND "segment" = 2);
CREATE INDEX "record_words_3" ON "bibliographic_record" USING GIN ("tv", "s" gin_trgm_ops) WHERE ("placed" AND "segment" = 3);
CREATE INDEX "record_words_new" ON "bibliographic_record" USING GIN ("tv", "s" gin_trgm_ops) WITH (fastupdate = off) WHERE (NOT "placed");
DROP INDEX "record_tv";
DROP INDEX "record_s_trigrams";

-- For lists without a word, and for the availability of the hits.
CREATE INDEX "record_ndc" ON "bibliographic_record"("ndc");
CREATE INDEX "record_kind" ON "bibliographic_record"("kind", "lending");
CREATE INDEX "copy_on_shelf" ON "copy"("record_id") WHERE ("place" = 'onShelf' AND "condition" = 'inService');

-- Placing gives a row its segment without taking it out of its place: it lays out the table afterwards.
DROP TRIGGER record_moved ON "bibliographic_record";
CREATE TRIGGER record_moved BEFORE UPDATE ON "bibliographic_record"
  FOR EACH ROW WHEN (OLD.placed AND OLD.segment = NEW.segment) EXECUTE FUNCTION take_record_out_of_place();
