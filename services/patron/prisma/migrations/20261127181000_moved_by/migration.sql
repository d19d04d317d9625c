-- Which closures have moved a date of the copy that a reservation has, as the catalog tells it.
ALTER TABLE "application" ADD COLUMN "moved_by" UUID[] DEFAULT ARRAY[]::UUID[];
