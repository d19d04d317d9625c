-- Whoever keeps accounts and terminals.
ALTER TABLE "account" DROP CONSTRAINT "account_role";
ALTER TABLE "account" ADD CONSTRAINT "account_role"
  CHECK ("role" IN ('prefecturalDesk', 'pickupLibrary', 'operator', 'administrator'));
