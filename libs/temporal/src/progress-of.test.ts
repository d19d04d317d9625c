import { expect, test } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { besides } from './progress-of.ts';

const breaks = async () => {
  throw new Error('a damaged index');
};

test('what a command does besides does not fail it, and is said; to whoever else calls it, it breaks', async () => {
  const said: string[] = [];
  const logger = {
    ...console,
    trace: () => {},
    log: () => {},
    error: (message: string) => said.push(message),
  };
  const environment = new MockActivityEnvironment({}, { logger });
  expect(await environment.run(async () => (await besides(breaks), 'done'))).toBe('done');
  expect(said).toHaveLength(1);
  await expect(besides(breaks)).rejects.toThrow('a damaged index');
});
