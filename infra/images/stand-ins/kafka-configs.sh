#!/bin/bash
exec java -Xmx128m -XX:+UseSerialGC -cp '/opt/kafka/libs/*' kafka.admin.ConfigCommand "$@"
