import { execFile } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type NumberFault, numberFaults } from './number-faults.ts';

const src = fileURLToPath(new URL('../', import.meta.url));
const root = fileURLToPath(new URL('../../../../', import.meta.url));
const sandboxes = join(root, '.local/mutation/numbers');
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const RUNS_AT_ONCE = 2;
const LONGEST_RUN_MS = 120_000; // a fault may make a loop endless

interface NumberResult {
  /** Faults that failed a test, or that kept the tests from ending. */
  killed: number;
  /** How many of the killed did not end. */
  timedOut: number;
  survivors: NumberFault[];
}

/**
 * Runs every test of the rules against each number fault, in copies below .local/mutation, so that the files themselves
 * are not touched. Throws when the tests fail without a fault.
 *
 * @param only the files in which numbers are changed, as paths from the root; all when empty
 */
export async function runNumberFaults(only: readonly string[]): Promise<NumberResult> {
  const waiting = numberFaults(src).filter(
    ({ file }) => only.length === 0 || only.includes(`libs/lending-rules/src/${file}`),
  );
  const result: NumberResult = { killed: 0, timedOut: 0, survivors: [] };
  const work = async (sandbox: string): Promise<void> => {
    rmSync(sandbox, { recursive: true, force: true });
    cpSync(src, join(sandbox, 'src'), { recursive: true });
    if ((await runTests(sandbox)) !== 'passed')
      throw new Error('the tests of the rules fail without a fault');
    for (let fault = waiting.shift(); fault !== undefined; fault = waiting.shift()) {
      const path = join(sandbox, 'src', fault.file);
      const right = readFileSync(path);
      writeFileSync(path, fault.text);
      const outcome = await runTests(sandbox);
      writeFileSync(path, right);
      if (outcome === 'passed') result.survivors.push(fault);
      else result.killed++;
      if (outcome === 'timedOut') result.timedOut++;
    }
    rmSync(sandbox, { recursive: true });
  };
  if (waiting.length > 0)
    await Promise.all(Array.from({ length: RUNS_AT_ONCE }, (_, n) => work(join(sandboxes, String(n)))));
  return result;
}

function runTests(sandbox: string): Promise<'passed' | 'failed' | 'timedOut'> {
  const options = [
    ...['--config', join(root, 'jest.config.js'), '--rootDir', sandbox, '--runInBand', '--silent'],
    ...['--testMatch', '<rootDir>/src/testing/every-test.ts', '--testPathIgnorePatterns', '/node_modules/'],
    ...['--modulePathIgnorePatterns', '^$'], // the sandbox is in .local, which jest.config.js leaves out
  ];
  const args = [jest, ...options];
  return new Promise((done) => {
    const limit = { timeout: LONGEST_RUN_MS, killSignal: 'SIGKILL', maxBuffer: Infinity } as const;
    execFile(process.execPath, args, { cwd: sandbox, ...limit }, (failure) => {
      if (failure === null) done('passed');
      else done(failure.killed ? 'timedOut' : 'failed');
    });
  });
}
