#!/bin/bash
# The users of our processes at the brokers, and the administrator's (toshobin), with passwords read from files: nothing of them
# stands among the processes' arguments.
set -euo pipefail
for password in kafka-password catalog-kafka-password patron-kafka-password shipping-kafka-password \
  workflows-kafka-password staff-web-kafka-password; do
  user=${password%-kafka-password}
  [ "$password" != kafka-password ] || user=toshobin
  /opt/kafka/bin/kafka-configs.sh --bootstrap-server kafka-1:9093 \
    --command-config <(printf '%s\n' security.protocol=SSL \
      ssl.keystore.type=PEM ssl.keystore.location=/run/secrets/kafka-1.pem \
      ssl.truststore.type=PEM ssl.truststore.location=/run/secrets/ca.pem) \
    --alter --entity-type users --entity-name "$user" \
    --add-config-file <(printf 'SCRAM-SHA-512=password=%s\n' "$(cat "/run/secrets/$password")")
done
