import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { portsFrom, unreachablePorts } from '../configuration-faults.mjs';
import { startStack } from './start-stack.ts';

test('two stacks a hundred ports apart share none', () => {
  const both = [...Object.values(portsFrom(4000)), ...Object.values(portsFrom(4100))];
  expect(new Set(both).size).toBe(both.length);
  expect(portsFrom(4000)).toMatchObject({ patronWeb: 4000, catalog: 4010, temporal: 4023 });
});

test('a base whose ports a browser refuses to open is told from one that works', () => {
  expect(unreachablePorts(portsFrom(6000))).toEqual([6000]);
  expect(unreachablePorts(portsFrom(4000))).toEqual([]);
});

test('a port that somebody else holds is named before anything is started', async () => {
  const stateFolder = mkdtempSync(path.join(tmpdir(), 'toshobin-ports-'));
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const address = holder.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    const starting = startStack({ portBase: port - 3, stateFolder, only: ['mail'] });
    await expect(starting).rejects.toThrow(`Port ${port} (mail) is in use`);
  } finally {
    holder.close();
    rmSync(stateFolder, { recursive: true });
  }
});
