import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { keptBundle } from './kept-bundle.ts';

test('the processes are bundled once for as long as nothing changes, and what was kept before goes', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'toshobin-bundle-'));
  writeFileSync(path.join(folder, 'of-yesterday.js'), 'yesterday');
  let made = 0;
  const make = async () => ({ code: `bundle ${++made}` });
  expect(await keptBundle(folder, make)).toEqual({ code: 'bundle 1' });
  expect(await keptBundle(folder, make)).toEqual({ code: 'bundle 1' });
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.js$/)]);
  rmSync(folder, { recursive: true });
});
