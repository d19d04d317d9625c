-- A part that is not the work itself stands below every work, also one that nothing is known of.
ALTER TABLE "bibliographic_record" DROP CONSTRAINT "record_standing_form";
ALTER TABLE "bibliographic_record" ADD CONSTRAINT "record_standing_form" CHECK ("standing" >= -1) NOT VALID;
