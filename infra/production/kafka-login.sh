#!/bin/bash
# Our processes' name and password at the brokers, read from files: nothing of it stands among the processes' arguments.
set -euo pipefail
/opt/kafka/bin/kafka-configs.sh --bootstrap-server kafka-1:9093 \
  --command-config <(printf '%s\n' security.protocol=SSL \
    ssl.keystore.type=PEM ssl.keystore.location=/run/secrets/kafka-1.pem \
    ssl.truststore.type=PEM ssl.truststore.location=/run/secrets/ca.pem) \
  --alter --entity-type users --entity-name toshobin \
  --add-config-file <(printf 'SCRAM-SHA-512=password=%s\n' "$(cat /run/secrets/kafka-password)")
