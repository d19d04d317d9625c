import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { root } from './services.ts';

// infra/production/roll.sh over a docker that knows nothing but a folder of containers; the trial runs it over a real one.

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'toshobin-roll-'));
  cpSync(path.join(root, 'infra/production/roll.sh'), path.join(folder, 'roll.sh'));
  for (const id of ['catalog.old1', 'catalog.old2', 'patron.old1']) writeFileSync(path.join(folder, id), '');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The containers in order, `new` ones made by `up`; each is as healthy as this says. */
function roll(health: string, ...services: string[]) {
  const comesUp = health === 'away' ? 'true' : '> "$service.new$RANDOM"';
  const docker = `#!/bin/bash
    case "$1 $2" in
      "compose ps") ls | grep "^$4[.]" || true ;;
      "compose up") service=\${@: -1}; [ "$(ls | grep -c "^$service[.]")" -ge "\${7#*=}" ] || ${comesUp} ;;
      "inspect --format") case "$3" in *Health*) echo ${health} ;; *) echo 0 ;; esac ;;
      "rm "*) rm "\${@: -1}" ;;
    esac`;
  writeFileSync(path.join(folder, 'docker'), docker, { mode: 0o755 });
  const { status, stdout, stderr } = spawnSync('sh', ['roll.sh', ...services], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: `${folder}:${process.env.PATH}`, PATIENCE: '0' },
  });
  const containers = readdirSync(folder)
    .filter((name) => /^(catalog|patron)\./.test(name))
    .map((name) => name.replace(/\d+$/, ''));
  return { status, said: (stdout + stderr).trim().split('\n'), containers };
}

test('each container of a service gives way to a new one, and no other service is touched', () => {
  const gone = 'catalog: one answers, and one of before ended with 0';
  expect(roll('healthy', 'catalog')).toEqual({
    status: 0,
    said: [gone, gone],
    containers: ['catalog.new', 'catalog.new', 'patron.old'],
  });
});

test('a new one that does not answer is taken away, and those of before stay', () => {
  expect(roll('starting', 'catalog', 'patron')).toEqual({
    status: 1,
    said: ['catalog: the new one does not answer, those of before go on'],
    containers: ['catalog.old', 'catalog.old', 'patron.old'],
  });
});

test('where no new one comes up it is said, and nothing is taken away', () => {
  expect(roll('away', 'catalog', 'patron')).toEqual({
    status: 1,
    said: ['catalog: no new one came up, those of before go on'],
    containers: ['catalog.old', 'catalog.old', 'patron.old'],
  });
});

test('a service of which nothing runs is named', () => {
  expect(roll('healthy', 'shipping')).toMatchObject({ status: 1, said: ['shipping: nothing of it runs'] });
});
