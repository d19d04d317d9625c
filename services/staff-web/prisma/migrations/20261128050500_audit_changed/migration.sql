-- What a setting was and is stands beside who changed it, and why.
ALTER TABLE "audit" ADD COLUMN "changed" TEXT;
