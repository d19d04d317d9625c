-- What authors are called besides the name that records have (src/import, name authority files). A query is looked up by the keys, which are
-- folded as names of records are; one key is one list of the index.
CREATE TABLE "name_authority" (
    "source" TEXT NOT NULL,
    "control_number" TEXT NOT NULL,
    "heading" TEXT NOT NULL,
    "variants" TEXT[] NOT NULL,
    "keys" TEXT[] NOT NULL,
    "norm_version" SMALLINT NOT NULL,

    CONSTRAINT "name_authority_pkey" PRIMARY KEY ("source", "control_number")
);
-- Without a queue of new entries, which every search would read.
CREATE INDEX "name_authority_called" ON "name_authority" USING GIN ("keys") WITH (fastupdate = off);
