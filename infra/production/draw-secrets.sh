#!/bin/sh
# Every secret that chance decides, into ./secrets: `sh draw-secrets.sh` draws what is missing and touches nothing else.
# DATABASES_AT is where PostgreSQL is: postgres:5432 (engines.yml) unless told.
set -eu
umask 077
mkdir -p secrets
cd secrets
at=${DATABASES_AT:-postgres:5432}

draw() { [ -e "$1" ] || openssl rand -hex 32 | tr -d '\n' > "$1"; }

for name in metrics-token patron-web-token staff-web-token patron-token patron-secret staff-secret \
  kafka-password catalog-kafka-password patron-kafka-password shipping-kafka-password \
  workflows-kafka-password staff-web-kafka-password postgres-password; do
  draw "$name"
done
# What Prometheus shows our processes; of its own, since they know two while one is changed over.
[ -e watching-token ] || cut -d, -f1 metrics-token | tr -d '\n' > watching-token
# What is shown to a collector of traces, and to who takes alerts; nothing until somebody writes it.
for name in otlp-headers alerts-smtp-password alerts-webhook; do
  [ -e "$name" ] || : > "$name"
done
# For who makes the cluster: a role and its databases for each service, and for Temporal.
if [ ! -e databases.sql ]; then
  # Who may make roles and is no superuser may make a database for them, too.
  printf "SET createrole_self_grant = 'set';\n\n" > databases.sql
  for role in catalog patron shipping patron-web staff-web temporal; do
    draw "$role-database-password"
    password=$(cat "$role-database-password")
    name=$(printf %s "$role" | tr - _)
    printf "CREATE ROLE %s LOGIN PASSWORD '%s';\n\nCREATE DATABASE %s OWNER %s;\n\n" "$name" "$password" "$name" "$name"
    [ "$role" = temporal ] || printf 'postgresql://%s:%s@%s/%s?sslmode=verify-full&sslrootcert=/run/secrets/ca.pem' \
      "$name" "$password" "$at" "$name" > "$role-database-url"
  done >> databases.sql
  printf 'CREATE DATABASE temporal_visibility OWNER temporal;\n' >> databases.sql
  rm catalog-database-password patron-database-password shipping-database-password \
    patron-web-database-password staff-web-database-password
fi
# Where a backup finds Temporal's two databases.
for name in temporal temporal_visibility; do
  url=$(printf %s "$name" | tr _ -)-database-url
  [ -e "$url" ] || printf 'postgresql://temporal:%s@%s/%s?sslmode=verify-full&sslrootcert=/run/secrets/ca.pem' \
    "$(cat temporal-database-password)" "$at" "$name" > "$url"
done
# Root alone comes into this folder; what a container is given of it, its user may read.
chmod 444 ./*-token ./*-secret ./*-password ./*-database-url databases.sql otlp-headers alerts-webhook
