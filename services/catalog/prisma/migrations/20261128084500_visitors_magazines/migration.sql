CREATE INDEX "record_visitors_magazine" ON "bibliographic_record" ("title")
  WHERE (("kind" = 'magazineIssue'::record_kind) AND ("lending" = 'inPersonOnly'::lending_category));
