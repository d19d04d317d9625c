ALTER TABLE "application" ADD COLUMN "history_forgotten" BOOLEAN NOT NULL DEFAULT false;
