import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { root } from './services.ts';

let clone = '';
afterEach(() => rmSync(clone, { recursive: true, force: true }));

/** What the bootstrap reads before it installs anything, in a folder of its own: a clone without packages. */
function cloneWithoutPackages(): string {
  clone = mkdtempSync(path.join(os.tmpdir(), 'clone-'));
  for (const file of [
    'infra/bootstrap.mjs',
    'infra/bootstrap',
    'infra/configuration-faults.mjs',
    'libs/service/src/check-settings.mjs',
    'package-lock.json',
  ]) {
    mkdirSync(path.dirname(path.join(clone, file)), { recursive: true });
    cpSync(path.join(root, file), path.join(clone, file), { recursive: true });
  }
  return clone;
}

test('a production start on a fresh clone lists every fault of its configuration and leaves nothing behind', () => {
  const folder = cloneWithoutPackages();
  const before = readdirSync(folder, { recursive: true }).sort();
  const started = spawnSync(process.execPath, ['infra/bootstrap.mjs', 'start'], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      STAFF_WEB_TOKEN: '1234567890123456',
      PATRON_WEB_URL: 'javascript:alert(1)',
      MAINTENANCE_WINDOW: 'off',
    },
  });
  expect(started.status).toBe(1);
  const faulty = started.stderr.split('\n').map((line) => line.split(':')[0]);
  expect(faulty).toEqual(
    expect.arrayContaining(['STAFF_WEB_TOKEN', 'PATRON_WEB_URL', 'MAINTENANCE_WINDOW', 'TRUSTED_PROXIES']),
  );
  expect(started.stderr).not.toMatch(/1234567890123456|alert/);
  expect(started.stdout).toBe('');
  expect(readdirSync(folder, { recursive: true }).sort()).toEqual(before);
});
