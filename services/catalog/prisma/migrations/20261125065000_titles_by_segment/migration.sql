-- Titles that begin with the query are looked for by segment, too: many may begin with a frequent word.
CREATE INDEX "record_segment_nt" ON "bibliographic_record"("segment", "nt");
