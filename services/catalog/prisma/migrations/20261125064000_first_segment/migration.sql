-- A small catalogue is one segment, the first: loading it need not write every row twice.
ALTER TABLE "bibliographic_record" ALTER COLUMN "segment" SET DEFAULT 0;
