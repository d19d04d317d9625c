-- What a branch has taken back stands at its desk too, until it is sent home (R10).
DROP INDEX "copy_at_a_desk";
CREATE INDEX "copy_at_a_desk" ON "copy"("place", "place_library") WHERE (place = ANY (ARRAY['beingPrepared'::copy_place, 'onHoldShelf'::copy_place, 'atPickupLibrary'::copy_place, 'returning'::copy_place]));

-- Those who keep their place in a title's queue and are skipped: the page of a title shows them.
CREATE INDEX "queue_entry_suspended" ON "queue_entry"("record_id") WHERE (state = 'suspended'::queue_state);
