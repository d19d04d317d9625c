#!/bin/sh
# What the release of .env needs of the engines, while the one before still runs: topics, migrations, search attributes and
# schedules. `sh prepare.sh`; safe to repeat.
set -eu
for one in topics prepare-catalog prepare-patron prepare-shipping prepare-workflows prepare-patron-web prepare-staff-web; do
  docker compose run --rm --no-deps "$one"
done
