import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { runningOn, takeState } from './state-lock.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'toshobin-lock-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a state folder is one stack’s at a time', () => {
  const { release } = takeState(folder);
  expect(() => takeState(folder)).toThrow(`process ${process.pid}`);
  release();
  expect(runningOn(folder)).toBeUndefined();
});

test('the lock of a stack that crashed holds nobody up, even when its number is in use again', () => {
  writeFileSync(
    path.join(folder, 'running.json'),
    JSON.stringify({ pid: process.pid, startedAt: 'long ago' }),
  );
  expect(runningOn(folder)).toBeUndefined();
  const { release, crashed } = takeState(folder);
  expect(crashed).toBe(true);
  release();
});

test('a lock that was cut off in the middle is nobody’s', () => {
  writeFileSync(path.join(folder, 'running.json'), '{"pid": 1');
  expect(runningOn(folder)).toBeUndefined();
});
