#!/bin/sh
# What the host's calendar runs every night, after the nightly work (docs/runbook.md); 04:40 in Tokyo, in root's crontab:
#   40 4 * * *  sh /srv/toshobin/night.sh > /srv/toshobin/night.log 2>&1
# A backup into ./backups, which is read back and then noted as the last one (the alert BackupOld waits for that), and from
# which those of more than two weeks go (they join people to titles); its copy on another machine, encrypted, kept as long; the
# audit, whose outcome stands on 止まっているもの; and a look at how long the certificates last and how full the disks are. Where
# one of them goes wrong the others are done all the same, Alertmanager is told (NightFailed, until the next night), and the exit
# status is 1. What ends in .part is no backup: a night broke off.
set -u
cd "$(dirname "$0")" || exit 1
operator=${OPERATOR:-docker compose run --rm -T operator}
asks='--alertmanager.url=https://alertmanager:9093 --http.config.file=/etc/alertmanager/amtool.yml'
amtool=${AMTOOL:-docker compose exec -T alertmanager amtool $asks}
wrong=
tell() {
  echo "$1" >&2
  wrong="$wrong${wrong:+; }$1"
}

# What .env has, as compose reads it.
setting() { sed -n "s/^$1=//p" .env | tail -n 1 | tr -d "\"'"; }

# Under a name that ends in .part until it is whole there.
carry_away() {
  to=$(setting BACKUP_TO) recipient=$(setting BACKUP_RECIPIENT) sealed=$backup.tar.gpg
  [ "$to" != otherwise ] || return 0
  if [ -z "$to" ] || [ -z "$recipient" ]; then
    tell 'no backup leaves this machine: BACKUP_TO and BACKUP_RECIPIENT are not both given'
    return
  fi
  there() { ssh -o BatchMode=yes -o ConnectTimeout=60 -o ServerAliveInterval=60 "$@"; }
  broken=$({
    { tar -C backups -c "$backup" || echo tar >&3; } |
      { gpg --batch --trust-model always --encrypt --recipient "$recipient" || echo gpg >&3; } |
      { there "$to" "cat > $sealed.part" || echo ssh >&3; }
  } 3>&1 >&2)
  # Of this form are the copies alone: what else is kept there stays.
  kept="find . -maxdepth 1 -name '20??-??-??-????.tar.gpg*' -mtime +13 -delete"
  [ -n "$broken" ] || there -n "$to" "mv $sealed.part $sealed && $kept" || broken=ssh
  [ -z "$broken" ] || tell "the backup was not copied to $to: $(echo $broken)"
}

rm -rf backups/*.part
backup=$(TZ=Asia/Tokyo date +%F-%H%M)
if $operator backup --to "/backups/$backup.part" && mv "backups/$backup.part" "backups/$backup"; then
  # The others go when this one was found to be as it was written.
  if $operator backup --note "/backups/$backup"; then
    find backups -mindepth 1 -maxdepth 1 -mtime +13 -exec rm -rf {} +
    carry_away
  else
    tell 'the backup was not noted'
  fi
else
  rm -rf "backups/$backup.part"
  tell 'no backup was made'
fi

$operator audit --keep || tell 'the audit found something, or did not come to its end'

# Of one after the other of a file (an authority of engines elsewhere stands below our own): its end, where that is soon.
soon='end=$(openssl x509 -noout -enddate -checkend 2592000) || echo "$end" | head -n 1'
for certificate in secrets/*.pem; do
  [ -e "$certificate" ] || continue
  openssl x509 -noout -in "$certificate" || tell "$certificate: no certificate"
  ends=$(awk -v soon="$soon" '/-BEGIN CERT/,/-END CERT/ { print | soon } /-END CERT/ { close(soon) }' "$certificate" |
    paste -sd ' ')
  [ -z "$ends" ] || tell "$certificate: ends within 30 days, $ends"
done

# The folder's, with backups and secrets, and Docker's, with the databases: often one.
docker=$(docker info --format '{{.DockerRootDir}}')
most=$(setting DISK_TOLD_AT)
full=$(df -P . ${docker:+"$docker"} |
  awk -v most="${most:-80}" 'NR > 1 && $5 + 0 > most { print $6 " is " $5 + 0 " % full" }' | sort -u | paste -sd ',')
[ -z "$full" ] || tell "$full"

case $(setting COMPOSE_FILE) in
  *watching.yml*)
    [ -n "$(setting ALERTS_TO)" ] || [ -s secrets/alerts-webhook ] ||
      echo 'nobody is told of alerts: ALERTS_TO and secrets/alerts-webhook are empty' >&2 ;;
esac

[ -n "$wrong" ] || exit 0
at() { date -u -d "$1" +%FT%TZ; }
$amtool alert add NightFailed severity=ticket --start="$(at now)" --end="$(at '+23 hours')" \
  --annotation=summary="\"$wrong\"" --annotation=runbook=docs/runbook.md#nightfailed \
  || echo 'Alertmanager was not told' >&2
exit 1
