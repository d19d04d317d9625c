import { expect, test } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { besides } from './progress-of.ts';

const breaks = async () => {
  throw new Error('a damaged index');
};

test('what a command does besides does not fail it, and is said; to whoever else calls it, it breaks', async () => {
  const said: string[] = [];
  const quiet = () => undefined;
  const error = (message: string) => void said.push(message);
  const logger = { trace: quiet, debug: quiet, info: quiet, warn: quiet, log: quiet, error };
  const command = async () => {
    await besides(breaks);
    return 'done';
  };
  expect(await new MockActivityEnvironment({}, { logger }).run(command)).toBe('done');
  expect(said).toHaveLength(1);
  await expect(besides(breaks)).rejects.toThrow('a damaged index');
});
