-- Records come in from files (src/import), and know what a cataloguer has written of them.
--
-- What only a record's own page shows is in a table beside the record, so that the rows a search meets stay short. The class
-- is kept as fine as it was given (913.6): whoever asks for 913 asks for all that begin so.

ALTER TABLE "bibliographic_record" DROP CONSTRAINT "record_ndc_form",
    ADD CONSTRAINT "record_ndc_form" CHECK ("ndc" ~ '^[0-9]{3}(\.[0-9]+)?$');

CREATE TABLE "record_description" (
    "record_id" BIGINT NOT NULL,
    "contributors" JSONB NOT NULL DEFAULT '[]',
    "series_reading" TEXT NOT NULL DEFAULT '',
    "edition" TEXT NOT NULL DEFAULT '',
    "pages" TEXT NOT NULL DEFAULT '',
    "language" TEXT NOT NULL DEFAULT '',
    "issn" TEXT,
    "subjects" TEXT[] NOT NULL DEFAULT '{}',
    "notes" TEXT[] NOT NULL DEFAULT '{}',

    CONSTRAINT "record_description_pkey" PRIMARY KEY ("record_id"),
    CONSTRAINT "description_issn_form" CHECK ("issn" ~ '^[0-9]{7}[0-9X]$'),
    CONSTRAINT "description_language_form" CHECK ("language" ~ '^([a-z]{3})?$')
);
ALTER TABLE "record_description" ADD CONSTRAINT "record_description_record_fkey"
  FOREIGN KEY ("record_id") REFERENCES "bibliographic_record"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- A record by the number that its source knows it by: the same number again is the same record.
CREATE TABLE "imported_record" (
    "source" TEXT NOT NULL,
    "control_number" TEXT NOT NULL,
    "record_id" BIGINT NOT NULL,
    "fingerprint" BYTEA NOT NULL,
    "marc" BYTEA,
    "withdrawn" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "imported_record_pkey" PRIMARY KEY ("source", "control_number")
);
CREATE UNIQUE INDEX "imported_record_once" ON "imported_record"("record_id");
ALTER TABLE "imported_record" ADD CONSTRAINT "imported_record_record_fkey"
  FOREIGN KEY ("record_id") REFERENCES "bibliographic_record"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- A file that is read, and how far: written in the transaction of the records up to there, so that whoever begins again
-- begins with the next one.
CREATE TABLE "import_run" (
    "id" SERIAL NOT NULL,
    "source" TEXT NOT NULL,
    "file" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "read" INTEGER NOT NULL DEFAULT 0,
    "added" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "withdrawn" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "begun_at" TIMESTAMPTZ(3) NOT NULL,
    "went_on_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_run_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "import_run_adds_up" CHECK ("read" = "added" + "changed" + "unchanged" + "withdrawn" + "refused")
);
-- Of one file of a source at most one run is unfinished: that one goes on.
CREATE UNIQUE INDEX "import_run_unfinished" ON "import_run"("source", "fingerprint") WHERE ("ended_at" IS NULL);

-- What of a file was not taken as it stands, and why.
CREATE TABLE "import_refusal" (
    "id" BIGSERIAL NOT NULL,
    "run_id" INTEGER NOT NULL,
    "place" INTEGER NOT NULL,
    "line" INTEGER,
    "control_number" TEXT,
    "why" TEXT NOT NULL,
    "what" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "import_refusal_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "import_refusal_of_run" ON "import_refusal"("run_id", "id");
ALTER TABLE "import_refusal" ADD CONSTRAINT "import_refusal_run_fkey"
  FOREIGN KEY ("run_id") REFERENCES "import_run"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- The words of added records may queue up while many are written; whoever writes them sorts them in before the others see
-- them (src/records/insert-records.ts).
ALTER INDEX "record_words_new" RESET (fastupdate);

-- A class of three digits or less stands for all finer ones.
CREATE INDEX "record_section" ON "bibliographic_record" ((left("ndc", 3)));
