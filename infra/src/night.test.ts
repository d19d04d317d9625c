import { spawnSync } from 'node:child_process';
import {
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

// infra/production/night.sh, run by sh, with a stand-in for the operator's container.

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'toshobin-night-'));
  copyFileSync(path.join(root, 'infra/production/night.sh'), path.join(folder, 'night.sh'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the night; the stand-in fails at that command. Answers what was asked of it, and the exit status. */
function night(failsAt = 'nothing') {
  writeFileSync(path.join(folder, 'operator'), `echo "$@" >> asked\n[ "$1" != ${failsAt} ]\n`);
  writeFileSync(path.join(folder, 'asked'), '');
  const { status } = spawnSync('sh', [path.join(folder, 'night.sh')], {
    cwd: root,
    env: { PATH: process.env.PATH, OPERATOR: 'sh operator' },
  });
  return { status, asked: readFileSync(path.join(folder, 'asked'), 'utf8').trim().split('\n') };
}

/** A backup that was made so many days ago. */
function backupOf(daysAgo: number): void {
  const at = new Date(Date.now() - daysAgo * 86_400_000 - 60_000);
  const made = path.join(folder, 'backups', `${daysAgo}-days-ago`);
  mkdirSync(made, { recursive: true });
  writeFileSync(path.join(made, 'backup.json'), '{}');
  utimesSync(made, at, at);
}
const backups = () => readdirSync(path.join(folder, 'backups')).toSorted();

test('the night makes a backup and audits, and keeps no backup for longer than two weeks', () => {
  for (const daysAgo of [0, 13, 14, 40]) backupOf(daysAgo);
  const { status, asked } = night();
  expect(status).toBe(0);
  expect(asked).toEqual([expect.stringMatching(/^backup --to \/backups\/20\d\d-\d\d-\d\d$/), 'audit --keep']);
  for (const line of asked) expect(Object.keys(commands)).toContain(line.split(' ')[0]);
  expect(backups()).toEqual(['0-days-ago', '13-days-ago']);
});

test('a backup that fails takes none away, and the audit is made all the same; whatever fails is told', () => {
  for (const daysAgo of [14, 40]) backupOf(daysAgo);
  expect(night('backup')).toMatchObject({ status: 1, asked: [expect.any(String), 'audit --keep'] });
  expect(backups()).toEqual(['14-days-ago', '40-days-ago']);
  expect(night('audit')).toMatchObject({ status: 1 });
});
