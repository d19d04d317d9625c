-- Records that wait to be placed are found by pairs and keys alone: the trigrams of their texts cost as much again for each one that
-- comes in, and are looked for among placed records only (src/search/word-condition.ts).
DROP INDEX "record_words_new";
CREATE INDEX "record_words_new" ON "bibliographic_record" USING GIN ("tv") WHERE (NOT "placed");
