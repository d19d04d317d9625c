#!/bin/sh
# What the host's calendar runs every night, after the nightly work (docs/runbook.md); 04:40 in Tokyo:
#   40 4 * * *  sh /srv/toshobin/night.sh
# A backup into ./backups, from which those of more than two weeks go (they join people to titles), and the audit, whose
# outcome stands on 止まっているもの. Where one of the two goes wrong the other is done all the same, and the exit status is 1.
set -u
cd "$(dirname "$0")" || exit 1
operator=${OPERATOR:-docker compose run --rm -T operator}
status=0
if $operator backup --to "/backups/$(TZ=Asia/Tokyo date +%F)"; then
  find backups -mindepth 1 -maxdepth 1 -mtime +13 -exec rm -rf {} +
else
  status=1
fi
$operator audit --keep || status=1
exit $status
