-- The desk finds a person by the beginning of a name, of its reading, or by the end of a telephone number.
CREATE INDEX "patron_name_begins" ON "patron" ((translate("name", ' 　', '')) COLLATE "C");
CREATE INDEX "patron_reading_begins" ON "patron" ((translate("name_reading", ' 　', '')) COLLATE "C");
CREATE INDEX "patron_phone_ends" ON "patron" ((reverse(regexp_replace("phone", '[^0-9]', '', 'g'))) COLLATE "C");
