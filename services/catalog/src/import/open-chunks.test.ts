import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { openChunks } from './open-chunks.ts';

const folder = mkdtempSync(join(tmpdir(), 'chunks-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('how much of a file has been read grows with what was taken of it, and ends with all', async () => {
  const path = join(folder, 'catalogue');
  writeFileSync(path, Buffer.alloc(8 << 20));
  const { chunks, share } = openChunks(path);
  const shares: number[] = [share()];
  for await (const _chunk of chunks) shares.push(share());
  expect(shares[0]).toBe(0);
  expect(shares[1]).toBeLessThan(0.5);
  expect(shares.at(-1)).toBe(1);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  const empty = join(folder, 'empty');
  writeFileSync(empty, '');
  expect(openChunks(empty).share()).toBe(1);
});
