-- Rows of one transaction shared the moment of it: of mails that is one person.
ALTER TABLE "outbox" DROP COLUMN "created_at";
