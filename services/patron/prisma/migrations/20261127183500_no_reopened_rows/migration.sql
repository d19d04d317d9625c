-- A process begins from the id of its reservation, whether or not it had one before.
ALTER TABLE "application" DROP COLUMN "reopened";
