import { spawn } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { SupervisedChild } from './supervised-child.ts';

function child(script: string) {
  const lines: string[] = [];
  const { promise, resolve } = deferred();
  const supervised = new SupervisedChild(
    {
      name: 'clerk',
      spawn: () => spawn(process.execPath, ['-e', script], { stdio: 'ignore' }),
      probe: async () => true,
      stopSignal: 'SIGTERM',
      grace: 5,
      firstDelay: 10,
    },
    (line) => lines.push(line),
    resolve,
  );
  return { supervised, lines, givenUp: promise };
}

function deferred() {
  let resolve = (_: string) => {};
  const promise = new Promise<string>((settle) => {
    resolve = settle;
  });
  return { promise, resolve: (value: string) => resolve(value) };
}

test('a process that is killed is said in one line and comes back as another', async () => {
  const { supervised, lines } = child('setInterval(() => {}, 1000)');
  await supervised.start();
  const first = supervised.pid;
  await supervised.kill('SIGKILL');
  await supervised.ready();
  expect(supervised.pid).not.toBe(first);
  expect(lines).toEqual(['clerk ended (SIGKILL); starting it again in 0.01 s']);
  await supervised.stop();
  expect(supervised.pid).toBeUndefined();
});

test('a process that cannot live is given up after five more tries', async () => {
  const { supervised, lines, givenUp } = child('process.exit(3)');
  supervised.start().catch(() => undefined);
  expect(await givenUp).toBe('clerk ended 6 times within a minute (status 3)');
  expect(lines).toHaveLength(5);
});
