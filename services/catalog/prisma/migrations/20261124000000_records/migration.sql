-- Bibliographic records and copies, with a search that is made for a million records.
--
-- How the search stays fast and its order exact:
-- 1. `placed` rows lie on disk by year DESC, id DESC (CLUSTER, src/load/place-records.ts). A bitmap or sequential
--    scan meets them in that order, so the first 1,001 hits are the 1,001 most recent: nothing is sorted, and a
--    frequent word stops early.
-- 2. A row added or changed later lies anywhere. It is `placed = false`, found through the small partial index
--    record_unplaced, sorted, and merged with the others by the same statement: found at once, in its exact place.
--    The trigger keeps the flag honest for every way of changing a row. Nightly placing makes the list short again.
-- 3. One- and two-character words are one posting list of `tv`; longer ones go by the trigram index on `s`.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TYPE "record_kind" AS ENUM ('book', 'magazineIssue', 'audiovisual');
CREATE TYPE "lending_category" AS ENUM ('lendable', 'inPersonOnly', 'audiovisual', 'referenceOnly');
CREATE TYPE "copy_condition" AS ENUM ('inService', 'searching', 'missing', 'damaged', 'lost', 'withdrawn');

-- Numbers of records added here begin with T1; those that come with data are given with it (T0, T9).
CREATE SEQUENCE record_number_sequence START WITH 100000001 MAXVALUE 899999999;

-- Every character and every pair of neighbours, but never across a field's end (U+0001).
CREATE FUNCTION search_grams(s text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 20000 AS $$
  SELECT array_to_tsvector(coalesce(array_agg(DISTINCT gram), '{}'))
  FROM generate_series(1, length(s)) AS place,
       LATERAL (VALUES (substr(s, place, 1)), (substr(s, place, 2))) AS cut (gram)
  WHERE strpos(gram, chr(1)) = 0
$$;

CREATE TABLE "bibliographic_record" (
    "id" BIGSERIAL NOT NULL,
    "number" TEXT NOT NULL DEFAULT ('T' || lpad(nextval('record_number_sequence')::text, 9, '0')),
    "kind" "record_kind" NOT NULL,
    "lending" "lending_category" NOT NULL,
    "title" TEXT NOT NULL,
    "title_reading" TEXT NOT NULL,
    "subtitle" TEXT NOT NULL DEFAULT '',
    "subtitle_reading" TEXT NOT NULL DEFAULT '',
    "author" TEXT NOT NULL DEFAULT '',
    "author_reading" TEXT NOT NULL DEFAULT '',
    "translator" TEXT NOT NULL DEFAULT '',
    "publisher" TEXT NOT NULL DEFAULT '',
    "year" SMALLINT NOT NULL DEFAULT 0,
    "ndc" TEXT,
    "isbn" TEXT,
    "protective_cover" BOOLEAN NOT NULL DEFAULT false,
    "source" TEXT NOT NULL,
    "nt" TEXT NOT NULL,
    "s" TEXT NOT NULL,
    "norm_version" SMALLINT NOT NULL,
    "tv" tsvector GENERATED ALWAYS AS (search_grams("s")) STORED,
    "placed" BOOLEAN NOT NULL DEFAULT false,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bibliographic_record_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "record_number_form" CHECK ("number" ~ '^T[0-9]{9}$'),
    CONSTRAINT "record_title_present" CHECK ("title" <> '' AND "title_reading" <> ''),
    CONSTRAINT "record_year_form" CHECK ("year" BETWEEN 0 AND 2999),
    CONSTRAINT "record_ndc_form" CHECK ("ndc" ~ '^[0-9]{3}$'),
    CONSTRAINT "record_isbn_form" CHECK ("isbn" ~ '^97[89][0-9]{10}$'),
    -- R4: 来館貸出可 may be on any kind (the mark is data); the category audiovisual only on such material.
    CONSTRAINT "record_lending_fits_kind" CHECK ("lending" <> 'audiovisual' OR "kind" = 'audiovisual')
);

CREATE TABLE "copy" (
    "id" BIGSERIAL NOT NULL,
    "record_id" BIGINT NOT NULL,
    "barcode" TEXT NOT NULL,
    "shelf_mark" TEXT NOT NULL,
    "weight_grams" INTEGER NOT NULL,
    "thickness_mm" INTEGER NOT NULL,
    "supplement_count" INTEGER NOT NULL DEFAULT 0,
    "condition" "copy_condition" NOT NULL DEFAULT 'inService',
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "copy_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "copy_barcode_form" CHECK ("barcode" ~ '^[0-9]{4,24}$'),
    CONSTRAINT "copy_measures" CHECK ("weight_grams" > 0 AND "thickness_mm" > 0 AND "supplement_count" >= 0)
);

CREATE TABLE "loaded_source" (
    "source" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "records" INTEGER NOT NULL,
    "copies" INTEGER NOT NULL,
    "loaded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "loaded_source_pkey" PRIMARY KEY ("source")
);

CREATE UNIQUE INDEX "record_number_key" ON "bibliographic_record"("number");
CREATE INDEX "record_s_trigrams" ON "bibliographic_record" USING GIN ("s" gin_trgm_ops);
CREATE INDEX "record_tv" ON "bibliographic_record" USING GIN ("tv");
-- Plain: under the builtin C.UTF-8 locale it serves the range of a prefix.
CREATE INDEX "record_nt" ON "bibliographic_record"("nt");
CREATE INDEX "record_isbn" ON "bibliographic_record"("isbn");
CREATE INDEX "record_recency" ON "bibliographic_record"("year" DESC, "id" DESC);
CREATE INDEX "record_unplaced" ON "bibliographic_record"("year" DESC, "id" DESC) WHERE (NOT "placed");
CREATE UNIQUE INDEX "copy_barcode_key" ON "copy"("barcode");
CREATE INDEX "copy_record" ON "copy"("record_id");

ALTER TABLE "copy" ADD CONSTRAINT "copy_record_fkey"
  FOREIGN KEY ("record_id") REFERENCES "bibliographic_record"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- A changed row moves on disk, so it is no longer at its place. Only placing (false → true) passes.
CREATE FUNCTION take_record_out_of_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.placed := false;
  RETURN NEW;
END $$;
CREATE TRIGGER record_moved BEFORE UPDATE ON "bibliographic_record"
  FOR EACH ROW WHEN (OLD.placed) EXECUTE FUNCTION take_record_out_of_place();
