#!/bin/bash
# What of the official image's start script our compose files rely on: KAFKA_A_B becomes a.b, and ___ a hyphen.
set -euo pipefail
properties=/tmp/server.properties
env | grep '^KAFKA_' | while IFS='=' read -r name value; do
  name=${name#KAFKA_}
  echo "$(echo "${name,,}" | sed 's/___/-/g; y/_/./')=$value"
done > "$properties"
java=(java -Xmx384m -XX:+UseSerialGC -cp '/opt/kafka/libs/*')
[ -e "$KAFKA_LOG_DIRS/meta.properties" ] ||
  "${java[@]}" kafka.tools.StorageTool format -t "${CLUSTER_ID:-Ltoshobin-stand-in-AAAA}" -c "$properties"
exec "${java[@]}" kafka.Kafka "$properties"
