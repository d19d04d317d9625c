-- The night looks at the copies that are searched for, a few of a million.
CREATE INDEX "copy_searching" ON "copy" ("id") WHERE (condition = 'searching'::copy_condition);
