-- Reservation numbers, read out on the phone: six digits to begin with.
CREATE SEQUENCE application_number_sequence START 100001;

-- CreateEnum
CREATE TYPE "credential_kind" AS ENUM ('initial', 'chosen');

-- CreateEnum
CREATE TYPE "email_status" AS ENUM ('none', 'unverified', 'verified', 'undeliverable');

-- CreateEnum
CREATE TYPE "application_channel" AS ENUM ('web', 'phone');

-- CreateEnum
CREATE TYPE "loan_slot_kind" AS ENUM ('claim', 'loan');

-- CreateEnum
CREATE TYPE "notice_status" AS ENUM ('pending', 'sending', 'sent', 'failed', 'noAddress', 'overtaken');

-- CreateTable
CREATE TABLE "patron" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "birth_date" DATE NOT NULL,
    "phone" TEXT,
    "email" TEXT,
    "email_status" "email_status" NOT NULL DEFAULT 'none',
    "titles_in_mail" BOOLEAN NOT NULL DEFAULT true,
    "handed_in_mail" BOOLEAN NOT NULL DEFAULT false,
    "last_pickup_library" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "patron_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "card" (
    "number" TEXT NOT NULL,
    "patron_id" UUID NOT NULL,
    "suspended" BOOLEAN NOT NULL DEFAULT false,
    "expires_on" DATE,
    "replaced_at" TIMESTAMPTZ(3),

    CONSTRAINT "card_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "credential" (
    "patron_id" UUID NOT NULL,
    "kind" "credential_kind" NOT NULL,
    "hash" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "credential_pkey" PRIMARY KEY ("patron_id")
);

-- CreateTable
CREATE TABLE "sign_in_failure" (
    "card_key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "blocked_until" TIMESTAMPTZ(3),

    CONSTRAINT "sign_in_failure_pkey" PRIMARY KEY ("card_key")
);

-- CreateTable
CREATE TABLE "initial_password_try" (
    "password_key" TEXT NOT NULL,
    "card_key" TEXT NOT NULL,
    "tried_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "initial_password_try_pkey" PRIMARY KEY ("password_key","card_key")
);

-- CreateTable
CREATE TABLE "email_verification" (
    "id" UUID NOT NULL,
    "patron_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "email_verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "application" (
    "reservation_id" UUID NOT NULL,
    "patron_id" UUID NOT NULL,
    "record_id" BIGINT NOT NULL,
    "title" TEXT NOT NULL,
    "number" TEXT NOT NULL DEFAULT (nextval('application_number_sequence'::regclass))::text,
    "pickup_library" TEXT NOT NULL,
    "channel" "application_channel" NOT NULL,
    "protective_cover" BOOLEAN NOT NULL DEFAULT false,
    "applied_at" TIMESTAMPTZ(3) NOT NULL,
    "allocation" INTEGER NOT NULL DEFAULT 0,
    "rank" INTEGER NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL DEFAULT 'requested',
    "planned_dispatch_day" DATE,
    "expected_date" DATE,
    "hold_until" DATE,
    "due_date" DATE,
    "due_at" TIMESTAMPTZ(3),
    "extended" BOOLEAN NOT NULL DEFAULT false,
    "refusal" TEXT,
    "home_allocation" INTEGER NOT NULL DEFAULT 0,
    "ended_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "application_pkey" PRIMARY KEY ("reservation_id")
);

-- CreateTable
CREATE TABLE "reservation_slot" (
    "patron_id" UUID NOT NULL,
    "slot" INTEGER NOT NULL,
    "reservation_id" UUID NOT NULL,

    CONSTRAINT "reservation_slot_pkey" PRIMARY KEY ("patron_id","slot")
);

-- CreateTable
CREATE TABLE "loan_slot" (
    "patron_id" UUID NOT NULL,
    "slot" INTEGER NOT NULL,
    "reservation_id" UUID NOT NULL,
    "kind" "loan_slot_kind" NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "loan_slot_pkey" PRIMARY KEY ("patron_id","slot")
);

-- CreateTable
CREATE TABLE "loan_slot_wait" (
    "reservation_id" UUID NOT NULL,
    "patron_id" UUID NOT NULL,
    "refused_at" TIMESTAMPTZ(3) NOT NULL,
    "woken_at" TIMESTAMPTZ(3),

    CONSTRAINT "loan_slot_wait_pkey" PRIMARY KEY ("reservation_id")
);

-- CreateTable
CREATE TABLE "notice" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "patron_id" UUID,
    "reservation_id" UUID,
    "occasion" TEXT NOT NULL,
    "group_key" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "address" TEXT,
    "valid_allocation" INTEGER,
    "valid_rank" INTEGER,
    "status" "notice_status" NOT NULL DEFAULT 'pending',
    "not_before" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "library" (
    "code" TEXT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "data" JSONB NOT NULL,

    CONSTRAINT "library_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "policy" (
    "only" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL,
    "data" JSONB NOT NULL,

    CONSTRAINT "policy_pkey" PRIMARY KEY ("only")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "topic" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "data" JSONB NOT NULL,
    "published_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "card_patron" ON "card"("patron_id");

-- CreateIndex
CREATE UNIQUE INDEX "card_current_per_patron" ON "card"("patron_id") WHERE (replaced_at IS NULL);

-- CreateIndex
CREATE INDEX "sign_in_failure_last" ON "sign_in_failure"("last_at");

-- CreateIndex
CREATE INDEX "initial_password_try_tried" ON "initial_password_try"("tried_at");

-- CreateIndex
CREATE UNIQUE INDEX "email_verification_token" ON "email_verification"("token_hash");

-- CreateIndex
CREATE INDEX "email_verification_patron" ON "email_verification"("patron_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "application_number_key" ON "application"("number");

-- CreateIndex
CREATE INDEX "application_patron" ON "application"("patron_id");

-- CreateIndex
CREATE INDEX "application_not_closed" ON "application"("reservation_id") WHERE (closed_at IS NULL);

-- CreateIndex
CREATE INDEX "application_unanswered" ON "application"("applied_at") WHERE ((state = 'requested'::text) AND (closed_at IS NULL));

-- CreateIndex
CREATE INDEX "application_closed" ON "application"("closed_at");

-- CreateIndex
CREATE UNIQUE INDEX "application_open_per_patron_and_record" ON "application"("patron_id", "record_id") WHERE (ended_at IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "reservation_slot_reservation" ON "reservation_slot"("reservation_id");

-- CreateIndex
CREATE UNIQUE INDEX "loan_slot_reservation" ON "loan_slot"("reservation_id");

-- CreateIndex
CREATE INDEX "loan_slot_wait_patron" ON "loan_slot_wait"("patron_id", "refused_at");

-- CreateIndex
CREATE INDEX "notice_unsent" ON "notice"("not_before") WHERE (status = ANY (ARRAY['pending'::notice_status, 'sending'::notice_status]));

-- CreateIndex
CREATE INDEX "notice_group" ON "notice"("patron_id", "kind", "group_key");

-- CreateIndex
CREATE UNIQUE INDEX "notice_once_per_occasion" ON "notice"("reservation_id", "kind", "occasion");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_sequence_key" ON "outbox"("sequence");

-- CreateIndex
CREATE INDEX "outbox_unpublished" ON "outbox"("sequence") WHERE (published_at IS NULL);

-- CreateIndex
CREATE INDEX "outbox_published_at" ON "outbox"("published_at");

-- AddForeignKey
ALTER TABLE "card" ADD CONSTRAINT "card_patron_fkey" FOREIGN KEY ("patron_id") REFERENCES "patron"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "credential" ADD CONSTRAINT "credential_patron_fkey" FOREIGN KEY ("patron_id") REFERENCES "patron"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "email_verification" ADD CONSTRAINT "email_verification_patron_fkey" FOREIGN KEY ("patron_id") REFERENCES "patron"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "application" ADD CONSTRAINT "application_patron_fkey" FOREIGN KEY ("patron_id") REFERENCES "patron"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "reservation_slot" ADD CONSTRAINT "reservation_slot_application_fkey" FOREIGN KEY ("reservation_id") REFERENCES "application"("reservation_id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "loan_slot" ADD CONSTRAINT "loan_slot_application_fkey" FOREIGN KEY ("reservation_id") REFERENCES "application"("reservation_id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "loan_slot_wait" ADD CONSTRAINT "loan_slot_wait_application_fkey" FOREIGN KEY ("reservation_id") REFERENCES "application"("reservation_id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- What Prisma cannot say.
ALTER SEQUENCE application_number_sequence OWNED BY "application"."number";
ALTER TABLE "reservation_slot" ADD CONSTRAINT reservation_slot_from_one CHECK (slot >= 1);
ALTER TABLE "loan_slot" ADD CONSTRAINT loan_slot_from_one CHECK (slot >= 1);
ALTER TABLE "application" ADD CONSTRAINT application_closed_is_ended CHECK (closed_at IS NULL OR ended_at IS NOT NULL);
ALTER TABLE "application" ADD CONSTRAINT application_closed_has_outcome CHECK ((closed_at IS NULL) = (outcome IS NULL));
ALTER TABLE "policy" ADD CONSTRAINT policy_one_row CHECK ("only");
