-- AlterTable
ALTER TABLE "account" ADD COLUMN     "id" UUID NOT NULL DEFAULT gen_random_uuid(),
ADD COLUMN     "last_sign_in_at" TIMESTAMPTZ(3),
ADD COLUMN     "set_up_hash" TEXT,
ADD COLUMN     "set_up_until" TIMESTAMPTZ(3),
ADD COLUMN     "suspended_at" TIMESTAMPTZ(3),
ALTER COLUMN "password_hash" DROP NOT NULL;

-- AlterTable
ALTER TABLE "session" ADD COLUMN     "code_given" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "offered_secret" TEXT,
ADD COLUMN     "terminal_id" UUID;

-- CreateTable
CREATE TABLE "second_factor" (
    "account" TEXT NOT NULL,
    "sealed_secret" TEXT NOT NULL,
    "last_step" BIGINT NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "second_factor_pkey" PRIMARY KEY ("account")
);

-- CreateTable
CREATE TABLE "recovery_code" (
    "account" TEXT NOT NULL,
    "mark" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "recovery_code_pkey" PRIMARY KEY ("account","mark")
);

-- CreateTable
CREATE TABLE "terminal" (
    "id" UUID NOT NULL,
    "library" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "enrolled_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "terminal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "enrolment_code" (
    "code_hash" TEXT NOT NULL,
    "library" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "made_by" TEXT NOT NULL,
    "valid_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "enrolment_code_pkey" PRIMARY KEY ("code_hash")
);

-- CreateIndex
CREATE UNIQUE INDEX "terminal_token_hash" ON "terminal"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "account_id" ON "account"("id");

-- AddForeignKey
ALTER TABLE "second_factor" ADD CONSTRAINT "second_factor_account_fkey" FOREIGN KEY ("account") REFERENCES "account"("account") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recovery_code" ADD CONSTRAINT "recovery_code_account_fkey" FOREIGN KEY ("account") REFERENCES "account"("account") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_terminal_id_fkey" FOREIGN KEY ("terminal_id") REFERENCES "terminal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A pickup library's account is of that library, every other of the prefectural library.
ALTER TABLE "account" ADD CONSTRAINT "account_library" CHECK (("role" = 'pickupLibrary') = ("library" <> 'pref'));
