-- Copies that stand at a desk: few, and looked through for those to put back (R9, R20).
CREATE INDEX "copy_at_a_desk" ON "copy"("place", "place_library") WHERE (place = ANY (ARRAY['beingPrepared'::copy_place, 'onHoldShelf'::copy_place, 'atPickupLibrary'::copy_place]));
