-- Which titles have a copy on the shelf, for a search that asks it of a thousand hits at once.
--
-- Looking each of them up among the copies was half of such a statement. Here a row has a bit for each of 1,024 titles, so
-- that a million titles are a thousand short rows. The bits are not kept by whoever changes a copy: two desks would wait for
-- each other at titles that have nothing to do with one another. A change only appends the title to shelf_change, in its own
-- transaction and without any lock; whoever reads looks titles that stand there up among their copies, and believes the
-- bits of all others. Now and then the changes are gathered into the bits (src/search/gather-shelf-changes.ts): with one
-- snapshot, which the rows it takes away and the copies it looks at are both of, so a change that commits meanwhile
-- keeps its row.

CREATE TABLE "shelf_block" (
    "block" BIGINT NOT NULL,
    "on_shelf" BIT(1024) NOT NULL,

    CONSTRAINT "shelf_block_pkey" PRIMARY KEY ("block")
);

CREATE TABLE "shelf_change" (
    "sequence" BIGSERIAL NOT NULL,
    "record_id" BIGINT NOT NULL,

    CONSTRAINT "shelf_change_pkey" PRIMARY KEY ("sequence")
);

CREATE FUNCTION note_shelf_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    INSERT INTO shelf_change (record_id) VALUES (OLD.record_id);
  END IF;
  IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND NEW.record_id <> OLD.record_id) THEN
    INSERT INTO shelf_change (record_id) VALUES (NEW.record_id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER copy_added_to_shelf AFTER INSERT ON "copy"
  FOR EACH ROW WHEN (NEW.place = 'onShelf' AND NEW.condition = 'inService') EXECUTE FUNCTION note_shelf_change();
CREATE TRIGGER copy_moved AFTER UPDATE ON "copy"
  FOR EACH ROW WHEN ((OLD.place = 'onShelf' AND OLD.condition = 'inService')
    <> (NEW.place = 'onShelf' AND NEW.condition = 'inService') OR OLD.record_id <> NEW.record_id)
  EXECUTE FUNCTION note_shelf_change();
CREATE TRIGGER copy_removed_from_shelf AFTER DELETE ON "copy"
  FOR EACH ROW WHEN (OLD.place = 'onShelf' AND OLD.condition = 'inService') EXECUTE FUNCTION note_shelf_change();

INSERT INTO "shelf_block" ("block", "on_shelf")
  SELECT record_id >> 10, bit_or(set_bit(0::bit(1024), (record_id & 1023)::int, 1))
  FROM "copy" WHERE place = 'onShelf' AND condition = 'inService' GROUP BY 1;
