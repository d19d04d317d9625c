-- All ISBNs of a record. They are found as its other names are: each is one of its keys, and with them a lexeme of the word
-- indexes. Rewriting the column keeps the rows in their order.
DROP INDEX "record_isbn";
ALTER TABLE "bibliographic_record" DROP CONSTRAINT "record_isbn_form";
ALTER TABLE "bibliographic_record" ALTER COLUMN "isbn" TYPE TEXT[] USING array_remove(ARRAY["isbn"], NULL);
ALTER TABLE "bibliographic_record" RENAME COLUMN "isbn" TO "isbns";
ALTER TABLE "bibliographic_record" ALTER COLUMN "isbns" SET DEFAULT '{}', ALTER COLUMN "isbns" SET NOT NULL,
    ADD CONSTRAINT "record_isbns_form" CHECK (array_to_string("isbns", ',') ~ '^(97[89][0-9]{10}(,97[89][0-9]{10})*)?$');

-- How often a work was reserved or lent in the last months: what is equal but for that is listed in its order. Given with
-- `standing` when records are placed, so it may change without taking the row out of its place.
ALTER TABLE "bibliographic_record" ADD COLUMN "asked" SMALLINT NOT NULL DEFAULT 0,
    ADD CONSTRAINT "record_asked_form" CHECK ("asked" >= 0);
DROP TRIGGER record_moved ON "bibliographic_record";
CREATE TRIGGER record_moved BEFORE UPDATE ON "bibliographic_record"
  FOR EACH ROW WHEN (OLD.placed AND OLD.segment = NEW.segment AND OLD.standing = NEW.standing
    AND OLD.work = NEW.work AND OLD.asked = NEW.asked)
  EXECUTE FUNCTION take_record_out_of_place();

-- Characters and pairs come with the record, as its keys do (src/words/search-columns.ts): making them was almost half of what
-- PostgreSQL had to do for a record.
ALTER TABLE "bibliographic_record" ALTER COLUMN "tv" DROP EXPRESSION;
ALTER TABLE "bibliographic_record" ALTER COLUMN "tv" SET NOT NULL;
DROP FUNCTION search_grams(text);
