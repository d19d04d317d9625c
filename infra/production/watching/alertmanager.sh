#!/bin/sh
# Alertmanager, and whom it tells, from .env and secrets: by mail whoever ALERTS_TO names, and the address in alerts-webhook.
# Where neither is given alerts stand on its page, and nobody is told.
set -eu
webhook=$(cat /run/secrets/alerts-webhook)
quoted() { printf "'%s'" "$(printf %s "$1" | sed "s/'/''/g")"; }
{
  cat /etc/alertmanager/alertmanager.yml
  if [ -n "$ALERTS_TO" ]; then
    : "${ALERTS_SMTP:?host:port, where ALERTS_TO is given}" "${ALERTS_FROM:?an address, where ALERTS_TO is given}"
    cat << END
    email_configs:
      - to: $(quoted "$ALERTS_TO")
        from: $(quoted "$ALERTS_FROM")
        smarthost: $(quoted "$ALERTS_SMTP")
        send_resolved: true
        headers: { Subject: "[{{ .Status }}] {{ .CommonLabels.severity }}: {{ .GroupLabels.alertname }}" }
        html: ""
        text: "{{ range .Alerts }}{{ .Status }}: {{ .Annotations.summary }}\n{{ .Annotations.runbook }}\n\n{{ end }}"
END
    [ -z "$ALERTS_SMTP_USER" ] || cat << END
        auth_username: $(quoted "$ALERTS_SMTP_USER")
        auth_password_file: /run/secrets/alerts-smtp-password
END
  fi
  [ -z "$webhook" ] || cat << END
    webhook_configs:
      - url: $(quoted "$webhook")
        send_resolved: true
END
} > /tmp/alertmanager.yml
[ -n "$ALERTS_TO$webhook" ] || echo "nobody is told of alerts: ALERTS_TO and secrets/alerts-webhook are empty" >&2
exec alertmanager --config.file=/tmp/alertmanager.yml "$@"
