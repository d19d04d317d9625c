-- Rows that go back, slots that wait, mails that come back.
ALTER TYPE "application_channel" ADD VALUE 'counter';
ALTER TYPE "notice_status" ADD VALUE 'bounced';
ALTER TYPE "notice_status" ADD VALUE 'told';

ALTER TABLE "application"
    ADD COLUMN "resumes_on" DATE,
    ADD COLUMN "kept_until" DATE,
    ADD COLUMN "queue_changed_at" TIMESTAMPTZ(3),
    ADD COLUMN "ready_allocation" INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN "ended_as" TEXT,
    ADD COLUMN "answered" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "reopened" BOOLEAN NOT NULL DEFAULT false;
UPDATE "application" SET "answered" = ("state" <> 'requested' OR "closed_at" IS NOT NULL);
UPDATE "application" SET "ready_allocation" = "allocation"
    WHERE "state" IN ('ready', 'handOutUnconfirmed', 'handedOut', 'overdue', 'returning', 'returned');
UPDATE "application" SET "ended_as" = "state" WHERE "state" IN ('cancelled', 'expired');

DROP INDEX "application_unanswered";
CREATE INDEX "application_unanswered" ON "application"("applied_at") WHERE ((NOT answered) AND (closed_at IS NULL));

CREATE TABLE "copy_fact" (
    "fact_id" UUID NOT NULL,
    "reservation_id" UUID NOT NULL,
    "allocation" INTEGER NOT NULL,
    "data" JSONB NOT NULL,

    CONSTRAINT "copy_fact_pkey" PRIMARY KEY ("fact_id")
);
CREATE INDEX "copy_fact_reservation" ON "copy_fact"("reservation_id", "allocation");
ALTER TABLE "copy_fact" ADD CONSTRAINT "copy_fact_application_fkey" FOREIGN KEY ("reservation_id") REFERENCES "application"("reservation_id") ON DELETE CASCADE ON UPDATE RESTRICT;

ALTER TABLE "loan_slot_wait"
    ADD COLUMN "kept_from" TIMESTAMPTZ(3),
    ADD COLUMN "stood_ms" BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN "stands_since" TIMESTAMPTZ(3);
ALTER TABLE "loan_slot_wait" ADD CONSTRAINT loan_slot_wait_stood CHECK (stood_ms >= 0);

ALTER TABLE "notice"
    ADD COLUMN "mail_id" TEXT,
    ADD COLUMN "hold_date" DATE,
    ADD COLUMN "hold_at" TIMESTAMPTZ(3);
CREATE INDEX "notice_mail" ON "notice"("mail_id") WHERE (mail_id IS NOT NULL);

CREATE TABLE "ses_notification" (
    "message_id" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ses_notification_pkey" PRIMARY KEY ("message_id")
);
CREATE INDEX "ses_notification_received" ON "ses_notification"("received_at");
