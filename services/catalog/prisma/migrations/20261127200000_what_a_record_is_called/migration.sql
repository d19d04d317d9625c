-- A record knows more of itself (series, volume, the readings and Latin forms of its names, the book it is printed in), and
-- the search what a record is called, whole: `keys` has its titles and names, each with a letter for what it is
-- (src/search/search-columns.ts). They are lexemes of `tv` beside its characters and pairs, so that "its title is the query" and
-- "it is by that author" are posting lists of the same indexes, and looked at in a row without another column.
--
-- `standing` says how well a work is known among those of its author, by the catalogue alone: whether books bear its name, other titles
-- quote it, it is in a paperback series or in several editions; `work` is the first of its records. Placing gives both anew
-- (src/load/place-records.ts), so they may change without taking the row out of its place.

ALTER TABLE "bibliographic_record"
    ADD COLUMN "author_latin" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "translator_reading" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "translator_latin" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "series" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "volume" SMALLINT NOT NULL DEFAULT 0,
    ADD COLUMN "book_title" TEXT,
    ADD COLUMN "book_names" TEXT[] NOT NULL DEFAULT '{}',
    ADD COLUMN "quoted" TEXT[] NOT NULL DEFAULT '{}',
    ADD COLUMN "old_spelling" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "work" BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN "standing" SMALLINT NOT NULL DEFAULT 0,
    ADD COLUMN "keys" TEXT[] NOT NULL DEFAULT '{}',
    ADD CONSTRAINT "record_volume_form" CHECK ("volume" >= 0),
    ADD CONSTRAINT "record_standing_form" CHECK ("standing" >= 0);

DROP INDEX "record_words_0", "record_words_1", "record_words_2", "record_words_3", "record_words_new";
ALTER TABLE "bibliographic_record" DROP COLUMN "tv";
ALTER TABLE "bibliographic_record"
    ADD COLUMN "tv" tsvector GENERATED ALWAYS AS (search_grams("s") || array_to_tsvector("keys")) STORED;

CREATE INDEX "record_words_0" ON "bibliographic_record" USING GIN ("tv", "s" gin_trgm_ops) WHERE ("placed" AND "segment" = 0);
CREATE INDEX "record_words_1" ON "bibliographic_record" USING GIN ("tv", "s" gin_trgm_ops) WHERE ("placed" AND "segment" = 1);
CREATE INDEX "record_words_2" ON "bibliographic_record" USING GIN ("tv", "s" gin_trgm_ops) WHERE ("placed" AND "segment" = 2);
CREATE INDEX "record_words_3" ON "bibliographic_record" USING GIN ("tv", "s" gin_trgm_ops) WHERE ("placed" AND "segment" = 3);
CREATE INDEX "record_words_new" ON "bibliographic_record" USING GIN ("tv", "s" gin_trgm_ops) WITH (fastupdate = off) WHERE (NOT "placed");
-- The titles that are known best, of all years: looked for where a query has more hits than are counted.
CREATE INDEX "record_words_known" ON "bibliographic_record" USING GIN ("tv", "s" gin_trgm_ops) WHERE ("placed" AND "standing" >= 2);

DROP TRIGGER record_moved ON "bibliographic_record";
CREATE TRIGGER record_moved BEFORE UPDATE ON "bibliographic_record"
  FOR EACH ROW WHEN (OLD.placed AND OLD.segment = NEW.segment AND OLD.standing = NEW.standing
    AND OLD.work = NEW.work)
  EXECUTE FUNCTION take_record_out_of_place();
