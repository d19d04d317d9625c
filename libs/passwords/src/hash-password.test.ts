import { expect, test } from '@jest/globals';
import { hashPassword, passwordMatches, passwordWork, verifyAgainstNobody } from './hash-password.ts';

test('of a flood of names that nobody has no more are verified than a process has to spare, and each answer takes its time', async () => {
  const hashed = await hashPassword('図書館の階段は十三段');
  expect(await passwordMatches('図書館の階段は十三段', hashed)).toBe(true);
  const [before, begun] = [passwordWork.verified, performance.now()];
  const tookMs: number[] = [];
  for (let n = 0; n < 200; n += 1) {
    const asked = performance.now();
    expect(await verifyAgainstNobody(`guess ${n}`)).toBe(false);
    tookMs.push(performance.now() - asked);
  }
  const seconds = (performance.now() - begun) / 1000;
  expect(passwordWork.verified - before).toBeGreaterThanOrEqual(50);
  expect(passwordWork.verified - before).toBeLessThanOrEqual(51 + 10 * seconds);
  // A hash of this cost takes some ten milliseconds and more on any machine.
  expect(Math.min(...tookMs)).toBeGreaterThan(2);
});
