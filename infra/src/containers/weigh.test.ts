import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { forgetMost, mostSecondsAt, onlyChildOf, weigh } from './weigh.ts';

test('a process is weighed as it weighs itself', () => {
  const { seconds, mib, mostMib } = weigh(process.pid);
  const { user, system } = process.cpuUsage();
  expect(Math.abs(seconds - (user + system) / 1e6)).toBeLessThan(1);
  expect(Math.abs(mib - process.memoryUsage.rss() / 2 ** 20)).toBeLessThan(30);
  expect(mostMib).toBeGreaterThanOrEqual(mib);
});

test('until a process answers it may take what is wanted beside the trial alone, and twice that on a busy machine', () => {
  expect([0, 4.4, 5, 5.1, 40].map((load) => mostSecondsAt(load).seconds)).toEqual([1.5, 1.5, 1.5, 3, 3]);
  expect(mostSecondsAt(4.26).because).toBe('1.5 up to a load average of 5, else 3; it was 4.3');
});

test('of a process under an init, the most that it held is told and forgotten', async () => {
  const script = `
    Buffer.alloc(300 * 2 ** 20, 1);
    setTimeout(() => { globalThis.gc(); console.log('let go'); }, 1);
    setInterval(() => {}, 1000);`;
  const init = spawn('bash', ['-c', '"$@" & wait', 'init', process.execPath, '--expose-gc', '-e', script], {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  try {
    await once(init.stdout, 'data');
    const pid = onlyChildOf(init.pid ?? 0);
    expect(weigh(pid).mostMib).toBeGreaterThan(300);
    forgetMost(pid);
    expect(weigh(pid).mostMib).toBeLessThan(200);
    expect(() => onlyChildOf(pid)).toThrow('has the children');
  } finally {
    process.kill(-(init.pid ?? 0), 'SIGKILL');
  }
});
