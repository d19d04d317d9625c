-- What was scanned at a terminal before under the same number is looked up with every scan.
CREATE INDEX "desk_scan_of_number" ON "desk_scan"("session_id", "code");
