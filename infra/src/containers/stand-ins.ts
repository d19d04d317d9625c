import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { postgresFolder } from '@toshobin/database/local-postgres';
import { temporalBinary } from '../engines/temporal.ts';
import { root } from '../services.ts';
import { tryAgain } from '../try-again.ts';
import type { Daemon } from './daemon.ts';

/**
 * Images under the names that the Dockerfile and docker-compose.yml begin with, made of what this machine has: for machines
 * that reach Debian's packages and no registry of images. What they stand for is the engine of the same version, started by
 * the same settings; that the images of the names themselves behave so is not shown by them.
 */
export async function makeStandIns(
  daemon: Daemon,
  folder: string,
  say: (line: string) => void,
  more: readonly StandIn[] = [],
): Promise<void> {
  const label = `made-of=${madeOf()}`;
  const kept = await areThere(daemon, label);
  const made = kept ? more : [...standIns, ...more];
  say(
    `Making stand-ins: ${[...(kept ? [] : [base]), ...made.map(({ name }) => name)].join(', ') || 'none anew'}`,
  );
  if (!kept) {
    const debian = path.join(folder, 'debian');
    const stopping = AbortSignal.timeout(600_000);
    await tryAgain(async () => unpackDebian(debian), { what: 'debootstrap', say, stopping });
    const files = `tar -c --numeric-owner -C '${debian}' .`;
    await daemon.docker(['import', '--change', `LABEL ${label}`, '-', base], { fed: files });
  }
  for (const { name, from = base, changes, fill } of made) {
    const context = path.join(folder, 'context');
    rmSync(context, { recursive: true, force: true });
    const files = path.join(context, 'files');
    mkdirSync(files, { recursive: true });
    fill(
      (from, to) => cpSync(from, path.join(files, to), { recursive: true, verbatimSymlinks: true }),
      files,
    );
    writeFileSync(
      path.join(context, 'Dockerfile'),
      [`FROM ${from}`, 'COPY files /', ...changes, ''].join('\n'),
    );
    await daemon.docker(['build', '--label', label, '-t', name, context], { env: { DOCKER_BUILDKIT: '0' } });
    rmSync(context, { recursive: true, force: true });
  }
}

/** A folder of that name is whole: one that was interrupted has another. */
function unpackDebian(folder: string): void {
  if (existsSync(folder)) return;
  const begun = `${folder}-begun`;
  rmSync(begun, { recursive: true, force: true });
  // Nothing of it must outlive a loss of power: dpkg need not wait for the disk after each file.
  const settings = path.join(begun, 'etc/dpkg/dpkg.cfg.d');
  mkdirSync(settings, { recursive: true });
  writeFileSync(path.join(settings, 'unsafe-io'), 'force-unsafe-io\n');
  const wanted = ['--variant=minbase', '--include=ca-certificates,libstdc++6', 'bookworm'];
  execFileSync('debootstrap', [...wanted, begun, ...debianMirror()]);
  for (const dropped of ['var/cache/apt/archives', 'var/lib/apt/lists', 'usr/share/doc', 'usr/share/locale'])
    rmSync(path.join(begun, dropped), { recursive: true, force: true });
  renameSync(begun, folder);
}

/** What the stand-ins are made of, by its hash: those of an earlier run are taken again as long as it is the same. */
function madeOf(): string {
  const hash = createHash('sha256').update(process.version);
  const parts = [
    import.meta.filename,
    ...globSync(`${images}/*`).sort(),
    path.join(java, 'release'),
    path.join(kafka, '.fetched'),
    path.join(postgresFolder(), '../package.json'),
    certificates,
  ];
  for (const part of parts) hash.update(readFileSync(part));
  const { size, mtimeMs } = statSync(temporalBinary());
  return hash.update(`${size} ${mtimeMs}`).digest('hex');
}

async function areThere(daemon: Daemon, label: string): Promise<boolean> {
  const filters = ['--filter', `label=${label}`, '--format', '{{.Repository}}:{{.Tag}}'];
  const there = (await daemon.docker(['image', 'ls', ...filters])).split('\n');
  return [base, ...standIns.map(({ name }) => name)].every((name) => there.includes(name));
}

type Place = (from: string, to: string) => void;

/** An image on top of Debian's, or of another one: instructions of a Dockerfile, and the files that are put into it. */
export interface StandIn {
  readonly name: string;
  readonly from?: string;
  readonly changes: readonly string[];
  readonly fill: (place: Place, files: string) => void;
}

const images = path.join(root, 'infra/images/stand-ins');
const base = 'debian:bookworm-slim';
const kafka = path.join(root, '.local/engines/kafka');
const java = path.dirname(path.dirname(realpathSync(commandOf('java'))));
const certificates = '/etc/ssl/certs/ca-certificates.crt';

const standIns: readonly StandIn[] = [
  {
    name: 'node:24.21.0-bookworm-slim',
    changes: ['CMD ["node"]'],
    fill: (place, extra) => {
      place(process.execPath, 'usr/local/bin/node');
      place(path.dirname(path.dirname(realpathSync(commandOf('npm')))), 'usr/local/lib/npm');
      for (const name of ['npm', 'npx'])
        writeFileSync(
          path.join(extra, 'usr/local/bin', name),
          `#!/bin/sh\nexec node /usr/local/lib/npm/bin/${name}-cli.js "$@"\n`,
          { mode: 0o755 },
        );
      // Packages come from where this machine has them, under the certificates that it trusts.
      place(certificates, certificates);
      mkdirSync(path.join(extra, 'root'));
      const registry = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
      const settings = [`registry=${registry}`, `cafile=${certificates}`, 'fetch-retries=5', ''];
      writeFileSync(path.join(extra, 'root/.npmrc'), settings.join('\n'));
    },
  },
  {
    name: 'postgres:18.4',
    changes: [
      'RUN useradd --uid 999 --user-group postgres',
      'RUN install -d -o 999 -g 999 /var/lib/postgresql',
      'ENTRYPOINT ["/entrypoint"]',
      'STOPSIGNAL SIGINT',
      'ENV PATH=/usr/lib/postgresql/bin:/usr/bin:/bin',
    ],
    fill: (place) => {
      place(postgresFolder(), 'usr/lib/postgresql');
      place(path.join(images, 'postgres-entrypoint.sh'), 'entrypoint');
      place(path.join(images, 'pg_isready.sh'), 'usr/lib/postgresql/bin/pg_isready');
    },
  },
  {
    name: 'apache/kafka:4.1.1',
    changes: ['CMD ["/kafka-run"]', 'USER 1000:1000', `ENV PATH=${path.join(java, 'bin')}:/usr/bin:/bin`],
    fill: (place, extra) => {
      // Where it lies here: it refers to itself by links, and on Debian to its settings.
      for (const part of ['bin', 'conf', 'lib', 'release'])
        place(path.join(java, part), path.join(java, part));
      for (const settings of globSync('/etc/java-*-openjdk')) place(settings, settings);
      place(kafka, 'opt/kafka/libs');
      place(path.join(images, 'kafka-run.sh'), 'kafka-run');
      place(path.join(images, 'kafka-configs.sh'), 'opt/kafka/bin/kafka-configs.sh');
      // A new volume takes over the owner.
      mkdirSync(path.join(extra, 'var/lib/kafka/data'), { recursive: true });
      chmodSync(path.join(extra, 'var/lib/kafka/data'), 0o777);
    },
  },
  {
    name: 'temporalio/temporal:1.9.1',
    changes: ['ENTRYPOINT ["/temporal"]', 'USER 1000:1000'],
    fill: (place) => place(temporalBinary(), 'temporal'),
  },
];

function commandOf(name: string): string {
  return execFileSync('bash', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
}

/** Where this machine has Debian's packages from. */
function debianMirror(): string[] {
  const told = execFileSync('apt-get', ['indextargets', '--format', '$(REPO_URI)', 'Codename: bookworm'], {
    encoding: 'utf8',
  });
  return told.split('\n').slice(0, 1).filter(Boolean);
}
