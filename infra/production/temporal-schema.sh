#!/bin/sh
# Temporal's tables in its two databases, made or brought to this release. Safe to repeat.
set -eu
SQL_PASSWORD=$(cat /run/secrets/temporal-database-password)
export SQL_PASSWORD
for part in temporal:temporal temporal_visibility:visibility; do
  export SQL_DATABASE="${part%:*}"
  temporal-sql-tool setup-schema --version 0.0
  temporal-sql-tool update-schema --schema-name "postgresql/v12/${part#*:}"
done
