import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { commands } from './commands.ts';
import { root } from './services.ts';

// infra/production/night.sh, run by sh, with stand-ins for the operator's container, for Alertmanager's tool, and for the host's
// programs that reach another machine, Docker and the disk.

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'toshobin-night-'));
  copyFileSync(path.join(root, 'infra/production/night.sh'), path.join(folder, 'night.sh'));
  for (const name of ['backups', 'away', 'host']) mkdirSync(path.join(folder, name));
  settings({ BACKUP_TO: 'toshobin@away.example.jp', BACKUP_RECIPIENT: 'keeper@example.jp', ALERTS_TO: 'us' });
  program('docker', `[ "$1 $3" = 'info {{.DockerRootDir}}' ] && echo /var/lib/docker`);
  disks({ '.': '/srv 80', '/var/lib/docker': '/ 43' });
  program('gpg', 'echo "$@" > sealed-for; base64');
  // What is typed there is run here, in another folder.
  program('ssh', 'for words; do :; done; echo "$words" >> typed-away; cd away && sh -c "$words"');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Runs the night; the stand-in fails at that command and option, a backup with its half written. Answers what was asked of it, the exit
 * status, what was said, and what Alertmanager was told.
 */
function night(failsAt = 'nothing') {
  writeFileSync(
    path.join(folder, 'operator'),
    `echo "$@" >> asked\n[ "$2" != --to ] || mkdir ".$3"\n[ "$1 $2" != '${failsAt}' ]\n`,
  );
  writeFileSync(path.join(folder, 'asked'), '');
  for (const name of ['typed-away', 'sealed-for']) rmSync(path.join(folder, name), { force: true });
  writeFileSync(path.join(folder, 'amtool'), 'for one; do echo "$one" >> told; done\n');
  writeFileSync(path.join(folder, 'told'), '');
  const { status, stderr } = spawnSync('sh', [path.join(folder, 'night.sh')], {
    cwd: root,
    encoding: 'utf8',
    env: {
      PATH: `${path.join(folder, 'host')}:${process.env.PATH}`,
      OPERATOR: 'sh operator',
      AMTOOL: 'sh amtool',
    },
  });
  const asked = readFileSync(path.join(folder, 'asked'), 'utf8').trim().split('\n');
  const told = readFileSync(path.join(folder, 'told'), 'utf8').trim().split('\n');
  return { status, asked, said: stderr.trim(), told };
}

/** What .env has. */
function settings(given: Readonly<Record<string, string>>): void {
  const lines = Object.entries(given).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(path.join(folder, '.env'), `COMPOSE_FILE=compose.yml:watching.yml\n${lines.join('')}`);
}

/** One of the host's. */
function program(name: string, script: string): void {
  writeFileSync(path.join(folder, 'host', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

/** Where each folder is mounted, and how full that is. */
function disks(of: Readonly<Record<string, string>>): void {
  const lines = Object.entries(of).map(([where, mount]) => {
    const [at, full] = mount.split(' ');
    return `[ "$one" != ${where} ] || echo /dev/vda 1000 800 200 ${full}% ${at}`;
  });
  program('df', `echo Filesystem Capacity Mounted on; shift; for one; do\n${lines.join('\n')}\ndone`);
}

const daysBefore = (days: number) => new Date(Date.now() - days * 86_400_000 - 60_000);

/** A backup that was made so many days ago. */
function backupOf(daysAgo: number): void {
  const at = daysBefore(daysAgo);
  const made = path.join(folder, 'backups', `${daysAgo}-days-ago`);
  mkdirSync(made, { recursive: true });
  writeFileSync(path.join(made, 'backup.json'), '{}');
  utimesSync(made, at, at);
}
const ofTonight = /^20\d\d-\d\d-\d\d-\d{4}$/;
const backups = () =>
  readdirSync(path.join(folder, 'backups'))
    .map((name) => name.replace(ofTonight, 'tonight'))
    .toSorted();

/** A certificate for so many days. */
function certificateFor(days: number, name: string): void {
  mkdirSync(path.join(folder, 'secrets'), { recursive: true });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', '/dev/null'];
  const of = ['-days', String(days), '-subj', '/CN=shelf', '-out', path.join(folder, 'secrets', name)];
  execFileSync('openssl', ['req', '-x509', ...key, ...of], { stdio: 'pipe' });
}

test('the night makes a backup and audits, and keeps no backup for longer than two weeks', () => {
  for (const daysAgo of [0, 13, 14, 40]) backupOf(daysAgo);
  const { status, asked, told } = night();
  expect({ status, told }).toEqual({ status: 0, told: [''] });
  expect(asked).toEqual([
    expect.stringMatching(/^backup --to \/backups\/[\d-]{15}\.part$/),
    asked[0]?.replace('--to', '--note').replace('.part', ''),
    'audit --keep',
  ]);
  for (const line of asked) expect(Object.keys(commands)).toContain(line.split(' ')[0]);
  expect(backups()).toEqual(['0-days-ago', '13-days-ago', 'tonight']);
});

const inFolder = (name: string) => path.join(folder, name);
const away = () => readdirSync(inFolder('away')).toSorted();
/** A copy, or another file, that has lain there for so many days. */
function lay(name: string, daysAgo: number): void {
  writeFileSync(inFolder(`away/${name}`), '');
  utimesSync(inFolder(`away/${name}`), daysBefore(daysAgo), daysBefore(daysAgo));
}

test('the backup is copied to another machine, encrypted, and kept there for two weeks; what else is there stays', () => {
  lay('2026-11-10-0440.tar.gpg', 14);
  lay('2026-11-11-0440.tar.gpg.part', 14);
  lay('2026-11-12-0440.tar.gpg', 13);
  lay('sealed.tar.gpg', 400);
  expect(night()).toMatchObject({ status: 0, said: '' });
  const [kept, copy = '', ...others] = away();
  expect([kept, ...others]).toEqual(['2026-11-12-0440.tar.gpg', 'sealed.tar.gpg']);
  expect(copy).toMatch(/^20\d\d-\d\d-\d\d-\d{4}\.tar\.gpg$/);
  expect(readFileSync(inFolder('sealed-for'), 'utf8')).toContain('--encrypt --recipient keeper@example.jp');
  const listed = execFileSync('sh', ['-c', `base64 -d "${copy}" | tar -t`], { cwd: inFolder('away') });
  expect(listed.toString().trim()).toBe(`${copy.replace('.tar.gpg', '')}/`);
});

test.each([
  ['the other machine does not answer', 'ssh', 'cat > /dev/null; exit 255'],
  ['the key is not there', 'gpg', 'cat > /dev/null; exit 2'],
  ['half of it was read', 'tar', 'echo half; exit 2'],
])('a copy that does not come to its end is told, and is none: %s', (_why, name, script) => {
  lay('2026-11-10-0440.tar.gpg', 14);
  program(name, script);
  expect(night()).toMatchObject({
    status: 1,
    said: `the backup was not copied to toshobin@away.example.jp: ${name}`,
  });
  expect(away().filter((one) => one.endsWith('.tar.gpg'))).toEqual(['2026-11-10-0440.tar.gpg']);
  expect(backups()).toEqual(['tonight']);
});

test('a backup that is not as it was written is copied nowhere', () => {
  night('backup --note');
  expect(existsSync(inFolder('typed-away'))).toBe(false);
});

test.each([
  { BACKUP_TO: '', BACKUP_RECIPIENT: '' },
  { BACKUP_TO: '', BACKUP_RECIPIENT: 'keeper@example.jp' },
  { BACKUP_TO: 'toshobin@away.example.jp', BACKUP_RECIPIENT: '' },
  {},
])('that no backup leaves the machine is told every night: %j', (given) => {
  settings({ ...given, ALERTS_TO: 'us' });
  const { status, said } = night();
  expect({ status, said }).toEqual({
    status: 1,
    said: expect.stringMatching(/^no backup leaves this machine/),
  });
  expect(existsSync(inFolder('typed-away'))).toBe(false);
});

test('where something else of the library carries the backups away, the night leaves it to that', () => {
  settings({ BACKUP_TO: 'otherwise', ALERTS_TO: 'us' });
  expect(night()).toMatchObject({ status: 0, said: '' });
  expect(existsSync(inFolder('typed-away'))).toBe(false);
});

test('a disk that fills up is told, once, whichever of folder and Docker is on it', () => {
  disks({ '.': '/srv 81', '/var/lib/docker': '/ 43' });
  expect(night()).toMatchObject({ status: 1, said: '/srv is 81 % full' });
  disks({ '.': '/ 92', '/var/lib/docker': '/ 92' });
  expect(night()).toMatchObject({ status: 1, said: '/ is 92 % full' });
  settings({ BACKUP_TO: 'otherwise', ALERTS_TO: 'us', DISK_TOLD_AT: '92' });
  expect(night()).toMatchObject({ status: 0, said: '' });
});

test('a night without a word to anybody says that alerts are told to nobody, and does not fail for that', () => {
  settings({ BACKUP_TO: 'otherwise', ALERTS_TO: '' });
  const nobody = 'nobody is told of alerts: ALERTS_TO and secrets/alerts-webhook are empty';
  expect(night()).toMatchObject({ status: 0, said: nobody });
  mkdirSync(inFolder('secrets'));
  writeFileSync(inFolder('secrets/alerts-webhook'), 'https://chat.example.jp');
  expect(night()).toMatchObject({ status: 0, said: '' });
});

test('a backup that fails takes none away, and the audit is made all the same; whatever fails is told', () => {
  for (const daysAgo of [14, 40]) backupOf(daysAgo);
  expect(night('backup --to')).toMatchObject({ status: 1, asked: [expect.any(String), 'audit --keep'] });
  expect(backups()).toEqual(['14-days-ago', '40-days-ago']);
  const audited = night('audit --keep');
  expect(audited).toMatchObject({ status: 1, said: expect.stringContaining('the audit found something') });
  const moment = expect.stringMatching(/^--(start|end)=20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  expect(audited.told).toEqual([
    ...['alert', 'add', 'NightFailed', 'severity=ticket', moment, moment],
    `--annotation=summary="${audited.said}"`,
    '--annotation=runbook=docs/runbook.md#nightfailed',
  ]);
  expect(readFileSync(path.join(root, 'docs/runbook.md'), 'utf8')).toContain('\n### NightFailed\n');
});

test('what goes wrong in one night is one alert', () => {
  certificateFor(29, 'pages.pem');
  expect(night('backup --note').told).toContainEqual(
    expect.stringMatching(
      /^--annotation=summary="the backup was not noted; secrets\/pages\.pem: ends .* GMT"$/,
    ),
  );
});

test('a backup that is not as it was written is told, and takes none away', () => {
  backupOf(40);
  expect(night('backup --note')).toMatchObject({
    status: 1,
    asked: expect.arrayContaining(['audit --keep']),
  });
  expect(backups()).toEqual(['40-days-ago', 'tonight']);
});

test('half a backup is never taken for one: it is called so, and goes, at the latest with the next night', () => {
  backupOf(3);
  mkdirSync(path.join(folder, 'backups/2026-11-28-0440.part'));
  expect(night('backup --to').status).toBe(1);
  expect(backups()).toEqual(['3-days-ago']);
});

test('a certificate that ends within a month is told every night, and the rest is done all the same', () => {
  certificateFor(29, 'pages.pem');
  certificateFor(31, 'temporal.pem');
  const { status, asked, said } = night();
  expect({ status, said }).toEqual({
    status: 1,
    said: expect.stringMatching(/^secrets\/pages\.pem: ends within 30 days, notAfter=\w+ .* GMT$/),
  });
  expect(asked).toHaveLength(3);
  expect(backups()).toEqual(['tonight']);
});

test('of several authorities in one file each is looked at', () => {
  certificateFor(400, 'ca.pem');
  certificateFor(29, 'theirs.crt');
  const at = (name: string) => path.join(folder, 'secrets', name);
  appendFileSync(at('ca.pem'), readFileSync(at('theirs.crt')));
  expect(night()).toMatchObject({
    status: 1,
    said: expect.stringMatching(/^secrets\/ca\.pem: ends within 30 days, notAfter=\w+ .* GMT$/),
  });
});

test('what is no certificate is told as well', () => {
  certificateFor(400, 'pages.pem');
  writeFileSync(path.join(folder, 'secrets/pages.pem'), '-----BEGIN CERTIFICATE-----\n');
  expect(night()).toMatchObject({
    status: 1,
    said: expect.stringContaining('secrets/pages.pem: no certificate'),
  });
});
