#!/bin/bash
# What of the official image's entrypoint our compose files rely on.
set -euo pipefail
data=/var/lib/postgresql/18/docker
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$data" && chown -R 999:999 /var/lib/postgresql && chmod 700 "$data"
  exec setpriv --reuid=999 --regid=999 --clear-groups "$0" "$@"
fi
if [ ! -s "$data/PG_VERSION" ]; then
  password=${POSTGRES_PASSWORD:-$(cat "${POSTGRES_PASSWORD_FILE:-/dev/null}")}
  # shellcheck disable=SC2086 # several options in one variable, as the official image takes them
  initdb --pgdata="$data" --username=postgres --pwfile=<(printf '%s\n' "$password") \
    --auth=scram-sha-256 ${POSTGRES_INITDB_ARGS:-}
  echo 'host all all all scram-sha-256' >> "$data/pg_hba.conf"
  # The binaries have no psql: statements that end with an empty line.
  for file in /docker-entrypoint-initdb.d/*.sql; do
    [ ! -e "$file" ] || postgres --single -j -D "$data" postgres < "$file"
  done
fi
exec "$@" -D "$data" -c listen_addresses='*' -c unix_socket_directories=/tmp
