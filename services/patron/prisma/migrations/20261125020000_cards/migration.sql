-- Numbers of card applications, read out on the phone: five digits to begin with.
CREATE SEQUENCE card_application_number_sequence START 10001;

-- Serials of the cards we issue (barcode.ts: six digits and a check digit). At the end it fails, and never begins again.
CREATE SEQUENCE card_serial_sequence START 200001 MAXVALUE 999999 NO CYCLE;

-- CreateEnum
CREATE TYPE "card_application_channel" AS ENUM ('online', 'paper');

-- CreateEnum
CREATE TYPE "card_application_state" AS ENUM ('applied', 'approved', 'issued', 'declined');

-- AlterTable
ALTER TABLE "card" ADD COLUMN     "reminded_for" DATE;

-- AlterTable
ALTER TABLE "patron" ADD COLUMN     "address" TEXT,
ADD COLUMN     "name_reading" TEXT,
ADD COLUMN     "postcode" TEXT;

-- CreateTable
CREATE TABLE "card_application" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL DEFAULT (nextval('card_application_number_sequence'::regclass))::text,
    "channel" "card_application_channel" NOT NULL,
    "state" "card_application_state" NOT NULL DEFAULT 'applied',
    "name" TEXT,
    "name_reading" TEXT,
    "birth_date" DATE,
    "postcode" TEXT,
    "address" TEXT,
    "phone" TEXT,
    "email" TEXT,
    "applied_at" TIMESTAMPTZ(3) NOT NULL,
    "checked_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "patron_id" UUID,

    CONSTRAINT "card_application_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "card_renewal" (
    "id" UUID NOT NULL,
    "patron_id" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "card_renewal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "card_release" (
    "id" UUID NOT NULL,
    "patron_id" UUID NOT NULL,
    "library" TEXT NOT NULL,
    "code_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "valid_until" TIMESTAMPTZ(3) NOT NULL,
    "used_until" TIMESTAMPTZ(3),

    CONSTRAINT "card_release_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "card_release_failure" (
    "library" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "blocked_until" TIMESTAMPTZ(3),

    CONSTRAINT "card_release_failure_pkey" PRIMARY KEY ("library")
);

-- CreateTable
CREATE TABLE "letter_code" (
    "patron_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "valid_until" DATE NOT NULL,

    CONSTRAINT "letter_code_pkey" PRIMARY KEY ("patron_id")
);

-- CreateTable
CREATE TABLE "password_reset" (
    "id" UUID NOT NULL,
    "card_key" TEXT NOT NULL,
    "patron_id" UUID,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "password_reset_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "card_application_number_key" ON "card_application"("number");

-- CreateIndex
CREATE INDEX "card_application_patron" ON "card_application"("patron_id");

-- CreateIndex
CREATE INDEX "card_application_waiting" ON "card_application"("applied_at") WHERE ((name IS NOT NULL) OR (patron_id IS NOT NULL));

-- CreateIndex
CREATE UNIQUE INDEX "card_renewal_once_per_patron" ON "card_renewal"("patron_id");

-- CreateIndex
CREATE UNIQUE INDEX "card_release_code" ON "card_release"("code_hash");

-- CreateIndex
CREATE INDEX "card_release_patron" ON "card_release"("patron_id", "library");

-- CreateIndex
CREATE UNIQUE INDEX "password_reset_token" ON "password_reset"("token_hash");

-- CreateIndex
CREATE INDEX "password_reset_card" ON "password_reset"("card_key", "created_at");

-- CreateIndex
CREATE INDEX "password_reset_patron" ON "password_reset"("patron_id");

-- CreateIndex
CREATE INDEX "card_expires" ON "card"("expires_on") WHERE (replaced_at IS NULL);

-- AddForeignKey
ALTER TABLE "card_application" ADD CONSTRAINT "card_application_patron_fkey" FOREIGN KEY ("patron_id") REFERENCES "patron"("id") ON DELETE SET NULL ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "card_renewal" ADD CONSTRAINT "card_renewal_patron_fkey" FOREIGN KEY ("patron_id") REFERENCES "patron"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "card_release" ADD CONSTRAINT "card_release_patron_fkey" FOREIGN KEY ("patron_id") REFERENCES "patron"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "letter_code" ADD CONSTRAINT "letter_code_patron_fkey" FOREIGN KEY ("patron_id") REFERENCES "patron"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- What Prisma cannot say.
ALTER SEQUENCE card_application_number_sequence OWNED BY "card_application"."number";
ALTER SEQUENCE card_serial_sequence OWNED BY "card"."number";
ALTER TABLE "card_application" ADD CONSTRAINT card_application_waits_with_its_data
  CHECK (state NOT IN ('applied', 'approved') OR (name IS NOT NULL AND name_reading IS NOT NULL AND birth_date IS NOT NULL
    AND postcode IS NOT NULL AND address IS NOT NULL));
ALTER TABLE "card_application" ADD CONSTRAINT card_application_issued_without_data
  CHECK (state <> 'issued' OR (name IS NULL AND name_reading IS NULL AND birth_date IS NULL AND postcode IS NULL
    AND address IS NULL AND phone IS NULL AND email IS NULL));
ALTER TABLE "card_application" ADD CONSTRAINT card_application_online_has_an_address
  CHECK (channel <> 'online' OR state NOT IN ('applied', 'approved') OR email IS NOT NULL);
