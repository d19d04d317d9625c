import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
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
  // Another worker of the same run is at it: its beginning is not taken from under it.
  const [ours = ''] = kept;
  rmSync(path.join(folder, ours));
  writeFileSync(path.join(folder, `${ours}.4711`), '');
  expect(await keptBundle(folder, make)).toEqual({ code: 'bundle 2' });
  expect(readdirSync(folder).sort()).toEqual([ours, `${ours}.4711`, 'of-somebody-else.js']);
  rmSync(folder, { recursive: true });
});
