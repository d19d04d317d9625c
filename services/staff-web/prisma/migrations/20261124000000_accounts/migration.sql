-- CreateTable
CREATE TABLE "account" (
    "account" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "library" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,

    CONSTRAINT "account_pkey" PRIMARY KEY ("account")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "account" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "answer" JSONB,
    "shown_card" TEXT,
    "shown_at" TIMESTAMPTZ(3),

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_attempt" (
    "key" TEXT NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "sign_in_attempt_pkey" PRIMARY KEY ("key","window_start")
);

-- CreateTable
CREATE TABLE "audit" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "account" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "library" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "session_token_hash" ON "session"("token_hash");

-- CreateIndex
CREATE INDEX "session_last_seen" ON "session"("last_seen_at");

-- CreateIndex
CREATE INDEX "audit_subject" ON "audit"("subject");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_account_fkey" FOREIGN KEY ("account") REFERENCES "account"("account") ON DELETE CASCADE ON UPDATE CASCADE;

-- A role and a library that the code doesn't know can't be stored.
ALTER TABLE "account" ADD CONSTRAINT "account_role" CHECK ("role" IN ('prefecturalDesk', 'pickupLibrary', 'operator'));

-- The record of what was done is only ever added to.
CREATE FUNCTION "audit_is_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit rows are never changed or removed';
END
$$;
CREATE TRIGGER "audit_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit"
  FOR EACH STATEMENT EXECUTE FUNCTION "audit_is_append_only"();
