#!/bin/sh
# An authority of our own, and a certificate of it for each engine, for all of our processes together and for Alertmanager,
# into ./secrets. `sh certify.sh` makes what is missing; a certificate that is taken away is made anew, with its key. The
# authority's key is needed for that alone: keep it elsewhere.
set -eu
umask 077
mkdir -p secrets
cd secrets

[ -e ca.pem ] || openssl req -x509 -newkey rsa:3072 -nodes -days 3650 -subj '/CN=toshobin engines' \
  -keyout ca.key -out ca.pem

# NAME is a host for those that are asked (its container's), and only a name for those that ask. `processes` is six hosts.
hosts='catalog patron shipping workflows patron-web staff-web'
missing=
for name in postgres kafka-1 kafka-2 kafka-3 temporal toshobin operators processes alertmanager; do
  [ -e "$name.pem" ] || missing="$missing $name"
done
# Before anything is made: a new key without its certificate would leave an engine that can't start.
if [ -n "$missing" ] && [ ! -e ca.key ]; then
  echo "no certificate for$missing: certify.sh needs secrets/ca.key to make them" >&2
  exit 1
fi
for name in $missing; do
  kind=rsa:3072
  named=$name
  # A connection of ours begins many times a second: the lighter kind of key.
  [ "$name" != processes ] || { kind='ec -pkeyopt ec_paramgen_curve:P-256' named=$hosts; }
  # shellcheck disable=SC2086 # several words
  openssl req -newkey $kind -nodes -subj "/CN=$name" -keyout "$name.key" -out "$name.csr"
  # Temporal lets in whoever shows a certificate of this authority that is one of a client: those that are only asked have none.
  case $name in
    postgres | processes | alertmanager) use=serverAuth ;;
    toshobin | operators) use=clientAuth ;;
    *) use=serverAuth,clientAuth ;;
  esac
  printf 'subjectAltName=%s\nextendedKeyUsage=%s\n' "$(printf 'DNS:%s,' $named | sed 's/,$//')" $use > names
  openssl x509 -req -in "$name.csr" -days 825 -CA ca.pem -CAkey ca.key -CAcreateserial -extfile names -out "$name.pem"
  rm "$name.csr" names
done
# A broker reads its key and its certificate from one file.
for name in kafka-1 kafka-2 kafka-3; do
  [ -e "$name.key" ] || continue
  cat "$name.key" >> "$name.pem"
  rm "$name.key"
done
# Root alone comes into this folder; what a container is given of it, its user may read. PostgreSQL wants its key for itself.
chmod 444 ./*.pem toshobin.key operators.key temporal.key processes.key alertmanager.key
chown 999:999 postgres.key
chmod 400 postgres.key
