#!/bin/sh
# Puts the release of .env in place of the one that runs: `sh roll.sh catalog patron`. Of each service one container after
# the other comes up beside those of before, and one of before ends when it answers. One that doesn't answer in time is
# taken away again, and those of before stay: `PATIENCE=300`, seconds.
set -eu

ids() { docker compose ps -q "$1"; }
answers() { [ "$(docker inspect --format '{{.State.Health.Status}}' "$1")" = healthy ]; }

for service; do
  before=$(ids "$service")
  [ -n "$before" ] || { echo "$service: nothing of it runs" >&2; exit 1; }
  together=$(($(echo "$before" | wc -l) + 1))
  for old in $before; do
    known=$(ids "$service")
    docker compose up -d --no-deps --no-recreate --scale "$service=$together" "$service"
    new=$(ids "$service" | grep -vxF "$known") || {
      echo "$service: no new one came up, those of before go on" >&2
      exit 1
    }
    end=$(($(date +%s) + ${PATIENCE:-300}))
    until answers "$new"; do
      if [ "$(date +%s)" -gt "$end" ]; then
        docker logs --tail 40 "$new" >&2
        docker rm --force "$new" > /dev/null
        echo "$service: the new one does not answer, those of before go on" >&2
        exit 1
      fi
      sleep 2
    done
    docker stop "$old" > /dev/null
    echo "$service: one answers, and one of before ended with $(docker inspect --format '{{.State.ExitCode}}' "$old")"
    docker rm "$old" > /dev/null
  done
done
