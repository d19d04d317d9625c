import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { temporalServerPrograms, temporalSource } from '../engines/temporal-server.ts';
import type { StandIn } from './stand-ins.ts';

/** What infra/production runs beside the images of stand-ins.ts: of Debian nginx, Prometheus and Alertmanager (of older releases),
 * and psql (which PostgreSQL's image has), and the Temporal server of its modules. */
export function standInsOfProduction(say: (line: string) => void): readonly StandIn[] {
  const programs = temporalServerPrograms(say);
  return [
    {
      name: 'postgres:18.4',
      from: 'postgres:18.4',
      changes: ['RUN ln -sf ../15/bin/psql /usr/lib/postgresql/bin/psql', 'ENV PGHOST=/tmp'],
      fill: (_place, files) => unpackFromDebian(psql, files),
    },
    {
      name: 'nginx:1.30.5',
      changes: ['CMD ["nginx", "-g", "daemon off;"]'],
      fill: (_place, files) =>
        unpackFromDebian(['nginx', 'libssl3', 'libpcre2-8-0', 'zlib1g', 'libcrypt1'], files),
    },
    {
      name: 'temporalio/admin-tools:1.32.0',
      changes: ['USER 1000:1000'],
      fill: (place) => place(programs['temporal-sql-tool'], 'usr/local/bin/temporal-sql-tool'),
    },
    {
      name: 'temporalio/server:1.32.0',
      changes: [
        'RUN useradd --uid 1000 temporal',
        'WORKDIR /etc/temporal',
        'USER 1000:1000',
        'CMD ["/etc/temporal/entrypoint.sh"]',
      ],
      fill: (place, files) => {
        place(programs['temporal-server'], 'usr/local/bin/temporal-server');
        const entry = path.join(temporalSource('go.temporal.io/server'), 'docker/scripts/sh/entrypoint.sh');
        place(entry, 'etc/temporal/entrypoint.sh');
        // In the cache of modules nothing may be executed.
        chmodSync(path.join(files, 'etc/temporal/entrypoint.sh'), 0o755);
        writeFileSync(
          path.join(files, 'usr/local/bin/nc'),
          '#!/bin/bash\nexec 3<> "/dev/tcp/$2/$3" # nc -z HOST PORT\n',
          { mode: 0o755 },
        );
        // The entrypoint is for a shell that knows pipefail; Debian's does not yet.
        mkdirSync(path.join(files, 'usr/bin'), { recursive: true });
        cpSync('/bin/bash', path.join(files, 'usr/bin/sh'));
      },
    },
    {
      name: 'temporalio/ui:2.54.1',
      changes: [
        'WORKDIR /home/ui-server',
        'USER 1000:1000',
        'CMD ["./ui-server", "--env", "docker", "start"]',
      ],
      fill: (place) => {
        place(programs['temporal-ui-server'], 'home/ui-server/ui-server');
        const config = path.join(temporalSource('github.com/temporalio/ui-server/v2'), 'config');
        place(config, 'home/ui-server/config');
      },
    },
    ...(['prometheus', 'alertmanager'] as const).map((name) => ({
      name: { prometheus: 'prom/prometheus:v3.13.5', alertmanager: 'prom/alertmanager:v0.34.2' }[name],
      changes: [
        `RUN install -d -o 65534 -g 65534 /${name}`,
        `WORKDIR /${name}`,
        'USER 65534:65534',
        `ENTRYPOINT ["/bin/${name}"]`,
      ],
      fill: (_place: unknown, files: string) => {
        const is = { prometheus: 'prometheus', alertmanager: 'prometheus-alertmanager' }[name];
        unpackFromDebian([is], files);
        if (is !== name) renameSync(path.join(files, 'usr/bin', is), path.join(files, 'usr/bin', name));
      },
    })),
  ];
}

/** With what it needs beside what Debian always has. */
const psql = [
  ...['postgresql-client-15', 'libpq5', 'libreadline8', 'libssl3', 'libldap-2.5-0', 'libsasl2-2'],
  ...['libgssapi-krb5-2', 'libkrb5-3', 'libkrb5support0', 'libk5crypto3', 'libcom-err2', 'libkeyutils1'],
];

/** The files of packages, without installing anything on this machine. */
function unpackFromDebian(packages: readonly string[], files: string): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'toshobin-debs-'));
  try {
    execFileSync('apt-get', ['download', '-qq', ...packages], { cwd: folder, stdio: 'pipe' });
    execFileSync('bash', ['-c', 'for deb in *.deb; do dpkg -x "$deb" "$0"; done', files], { cwd: folder });
    // /lib is a link in the base, and a folder in the older packages.
    execFileSync('bash', ['-c', 'cd "$0"; [ ! -d lib ] || { cp -a lib/. usr/lib/; rm -r lib; }', files]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
