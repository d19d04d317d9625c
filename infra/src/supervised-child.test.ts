import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from '@jest/globals';
import { type ChildDescription, SupervisedChild } from './supervised-child.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'toshobin-child-'));
afterAll(() => rmSync(folder, { recursive: true }));

function child(script: string, others: Partial<ChildDescription> = {}) {
  const lines: string[] = [];
  const { promise, resolve } = deferred();
  const supervised = new SupervisedChild(
    {
      name: 'clerk',
      spawn: () => spawn(process.execPath, ['-e', script], { stdio: 'ignore' }),
      log: path.join(folder, 'clerk.log'),
      probe: async () => true,
      stopSignal: 'SIGTERM',
      grace: 5,
      firstDelay: 10,
      ...others,
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

test('a process that is stopped while it is to come back does not come back', async () => {
  const { supervised } = child('setInterval(() => {}, 1000)', { firstDelay: 60_000 });
  await supervised.start();
  const before = timers();
  await supervised.kill('SIGKILL');
  expect(timers()).toBe(before + 1);
  await supervised.stop();
  expect(timers()).toBe(before);
});

test('whom a frozen process has begun is frozen with it, until it goes on', async () => {
  const { supervised } = child("require('node:child_process').spawn('sleep', ['60'])", {
    probe: async () => begunBy(supervised.pid).length > 0,
  });
  await supervised.start();
  const both = [supervised.pid, ...begunBy(supervised.pid)];
  const areFrozen = () => both.map((pid) => stateOf(pid) === 'T');
  supervised.pause();
  while (areFrozen().includes(false)) await wait(10);
  supervised.resume();
  while (areFrozen().includes(true)) await wait(10);
  await supervised.stop();
});

function begunBy(pid: number | undefined): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

/** A letter of Linux's: T where it is stopped. */
function stateOf(pid: number | undefined): string | undefined {
  return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.at(0);
}

function timers(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
}

test('a process that somebody is writing stays away when it ends, until it is started', async () => {
  const ready = path.join(folder, 'written');
  const { supervised, lines } = child(
    `if (!require('node:fs').existsSync(${JSON.stringify(ready)})) process.exit(3);
    setInterval(() => {}, 1000);`,
    { staysAway: true, probe: async () => existsSync(ready) },
  );
  await expect(supervised.start()).rejects.toThrow('clerk ended (status 3)');
  appendFileSync(ready, '');
  await supervised.start();
  await supervised.stop();
  expect(lines).toEqual([]);
});

// A clerk of a crowded machine: a third of a processor at best, and the time for it counted, not the clock's.
const slowly = (ready: string) => `
  const work = () => { const end = performance.now() + 30; while (performance.now() < end); };
  const worked = () => process.cpuUsage().user / 1000;
  const before = worked();
  setInterval(() => {
    work();
    if (worked() - before > 1200) require('node:fs').writeFileSync(${JSON.stringify(ready)}, '');
  }, 100);`;

test('a process that works slowly is waited for, longer than one may do nothing', async () => {
  const ready = path.join(folder, 'ready');
  const { supervised } = child(slowly(ready), { patience: 1_000, probe: async () => existsSync(ready) });
  const began = performance.now();
  await supervised.start();
  expect(performance.now() - began).toBeGreaterThan(2_000);
  await supervised.stop();
});

test('a process that says something, or waits for less than before, is waited for', async () => {
  const log = path.join(folder, 'talking.log');
  const began = performance.now();
  const elapsed = () => performance.now() - began;
  const talking = child('setInterval(() => {}, 1000)', {
    patience: 1_000,
    log,
    probe: async () => {
      appendFileSync(log, 'still reading\n');
      return elapsed() > 3_000;
    },
  });
  const narrowing = child('setInterval(() => {}, 1000)', {
    patience: 1_000,
    probe: async () => elapsed() > 3_000 || `its ${Math.floor(elapsed() / 400)} forms`,
  });
  await Promise.all([talking.supervised.start(), narrowing.supervised.start()]);
  await Promise.all([talking.supervised.stop(), narrowing.supervised.stop()]);
});

test('a process that hangs is given up, and the sentence says what it waits for', async () => {
  const { supervised } = child('setInterval(() => {}, 1000)', {
    patience: 1_500,
    probe: async () => 'kafka, temporal',
  });
  await expect(supervised.start()).rejects.toThrow(
    'clerk is not ready, waits for kafka, temporal, and has done nothing for 1.5 s',
  );
  await supervised.stop();
});
