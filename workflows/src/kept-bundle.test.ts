import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { keptBundle } from './kept-bundle.ts';

test('the processes are bundled once for as long as nothing changes, and only a bundle of before goes', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'toshobin-bundle-'));
  for (const file of [`${'0'.repeat(64)}.js`, `${'1'.repeat(64)}.js.4711`, 'of-somebody-else.js'])
    writeFileSync(path.join(folder, file), '');
  let made = 0;
  const make = async () => ({ code: `bundle ${++made}` });
  expect(await keptBundle(folder, make)).toEqual({ code: 'bundle 1' });
  expect(await keptBundle(folder, make)).toEqual({ code: 'bundle 1' });
  const kept = readdirSync(folder).sort();
  expect(kept).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.js$/), 'of-somebody-else.js']);
  expect(readFileSync(path.join(folder, kept[0] ?? ''), 'utf8')).toBe('bundle 1');
  // Another worker of the same run is making one: its file is left alone.
  const [ours = ''] = kept;
  rmSync(path.join(folder, ours));
  writeFileSync(path.join(folder, `${ours}.4711`), '');
  expect(await keptBundle(folder, make)).toEqual({ code: 'bundle 2' });
  expect(readdirSync(folder).sort()).toEqual([ours, `${ours}.4711`, 'of-somebody-else.js']);
  rmSync(folder, { recursive: true });
});

test('a bundle that another process is making is waited for, and made here where that process ends or fails', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'toshobin-bundle-'));
  let made = 0;
  const make = async () => ({ code: `bundle ${++made}` });
  await keptBundle(folder, make);
  const [ours = ''] = readdirSync(folder);
  rmSync(path.join(folder, ours));
  const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
  const begun = path.join(folder, `${ours}.${other.pid}`);
  writeFileSync(begun, '');
  const waiting = keptBundle(folder, make);
  await wait(300);
  expect(made).toBe(1);
  writeFileSync(path.join(folder, ours), 'of the other');
  expect(await waiting).toEqual({ code: 'of the other' });

  rmSync(path.join(folder, ours));
  const left = keptBundle(folder, make);
  await wait(300);
  expect(made).toBe(1);
  other.kill('SIGKILL');
  await once(other, 'exit');
  expect(await left).toEqual({ code: 'bundle 2' });

  await expect(
    keptBundle(mkdtempSync(folder), () => Promise.reject(new Error('no such module'))),
  ).rejects.toThrow('no such module');
  rmSync(folder, { recursive: true });
});
