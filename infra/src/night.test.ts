import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
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

// infra/production/night.sh, run by sh, with stand-ins for the operator's container and for Alertmanager's tool.

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'toshobin-night-'));
  copyFileSync(path.join(root, 'infra/production/night.sh'), path.join(folder, 'night.sh'));
  mkdirSync(path.join(folder, 'backups'));
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
  writeFileSync(path.join(folder, 'amtool'), 'for one; do echo "$one" >> told; done\n');
  writeFileSync(path.join(folder, 'told'), '');
  const { status, stderr } = spawnSync('sh', [path.join(folder, 'night.sh')], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, OPERATOR: 'sh operator', AMTOOL: 'sh amtool' },
  });
  const asked = readFileSync(path.join(folder, 'asked'), 'utf8').trim().split('\n');
  const told = readFileSync(path.join(folder, 'told'), 'utf8').trim().split('\n');
  return { status, asked, said: stderr.trim(), told };
}

/** A backup that was made so many days ago. */
function backupOf(daysAgo: number): void {
  const at = new Date(Date.now() - daysAgo * 86_400_000 - 60_000);
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
