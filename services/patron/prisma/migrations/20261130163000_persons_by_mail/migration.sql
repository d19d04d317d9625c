-- Whoever has a card already, in another writing of the name, is found by the address of mails.
CREATE INDEX "patron_email" ON "patron" ((lower("email")));
