import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '../..');

test('a command without a library beside it says which settings are missing, and no more', () => {
  const { PATH = '' } = process.env;
  const { status, stderr } = spawnSync(process.execPath, ['infra/run.mjs', 'audit'], {
    cwd: root,
    env: { PATH, LOCAL_STATE: '.local/nowhere' },
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([1, expect.stringContaining('CATALOG_DATABASE_URL is missing')]);
  expect(stderr).not.toContain('    at ');
});
