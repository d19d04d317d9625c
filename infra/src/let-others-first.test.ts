import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { getPriority } from 'node:os';
import { expect, test } from '@jest/globals';
import { letOthersFirst } from './let-others-first.ts';

test('a process yields from then on; one that has ended is no fault', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    stdio: 'ignore',
    detached: true,
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('It could not be started');
  letOthersFirst(pid);
  expect(getPriority(pid)).toBeGreaterThan(getPriority());
  child.kill('SIGKILL');
  await once(child, 'exit');
  letOthersFirst(pid);
});
