// npm test, and what else runs tests.

import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { environment } from './environment.mjs';
import { handOver, read, root, stop } from './steps.mjs';

/** Where a debugger finds what is inspected (.vscode/launch.json). */
const inspector = '127.0.0.1:9229';

/** The tests of one workspace, which are what its own `npm test` runs; with `--inspect` in a debugger. */
export async function runWorkspace(folder, args) {
  const inspected = args.indexOf('--inspect');
  const flags = inspected < 0 ? [] : [`--inspect-brk=${inspector}`];
  const patient = inspected < 0 ? [] : ['--runInBand', '--testTimeout=3600000'];
  const patterns = args.filter((arg) => arg !== '--inspect');
  // Patterns first: an option with many values takes what follows it.
  const all = patterns.concat(`--roots=${path.join(root, folder)}`, patient);
  await runJest(all, { flags });
}

/** What is a matrix or a hunt. Without a choice by file, the measures of an evening follow: mutation and benches. */
export async function runLongTests(args) {
  const { HUNT_MINUTES = '3', FC_SEED = 'random' } = process.env;
  const andThen = () => {
    if (args.length > 0) return;
    ['mutation', 'bench:search', 'bench:search-quality', 'bench:desk'].forEach((name) => {
      console.log(name);
      const done = spawnSync(process.execPath, ['infra/bootstrap.mjs', name], { stdio: 'inherit' });
      if (done.status !== 0) stop([`${name} failed`]);
    });
  };
  const more = { HUNT_MINUTES, FC_SEED };
  // A story that looks at fifteen pages takes half a minute, and twice that on a machine that has much else to do.
  await runJest(args.concat('--testMatch=**/*.long.test.ts', '--testTimeout=180000'), { more, andThen });
}

/**
 * Tests, with what else their environment says and flags of Node's, beside the checks; then ends, or goes on where nothing
 * failed.
 */
export async function runJest(
  args,
  { more = {}, flags = [], checks = Promise.resolve(0), andThen = () => {} },
) {
  const report = path.join(root, '.local', 'jest.json');
  fs.mkdirSync(path.dirname(report), { recursive: true });
  fs.rmSync(report, { force: true });
  const env = Object.assign(environment({ tests: true, browser: true }), more);
  env.TEST_POSTGRES_URL = await sharePostgres();
  const jest = path.join('node_modules', 'jest', 'bin', 'jest.js');
  // Megabytes: what a test leaves behind dies young, and with room for more of it a worker spends a twentieth less.
  const node = ['--max-semi-space-size=48'].concat(flags);
  handOver(node.concat(jest, '--json', `--outputFile=${report}`, args), env, async (status) => {
    const result = JSON.parse(
      read(report) || '{"numPassedTests":0,"numFailedTests":0,"numRuntimeErrorTestSuites":1}',
    );
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites + (await checks);
    whatFailed(result.testResults ?? []).forEach((line) => {
      console.log(line);
    });
    console.log(`${result.numPassedTests} passed, ${failed} failed`);
    if (status || failed > 0) process.exit(status || 1);
    andThen();
    process.exit(0);
  });
}

/**
 * Each thing that failed once, by its first lines and the first test that it failed, for the end of the log: a scene that
 * cannot be set fails fifty tests alike, pages above.
 */
function whatFailed(files) {
  const seen = new Map();
  for (const { name, message, assertionResults } of files) {
    const told = assertionResults.flatMap((test) =>
      test.failureMessages.map((failure) => [failure, `${path.relative(root, name)}: ${test.fullName}`]),
    );
    // A file that does not load has a message and no test.
    if (assertionResults.length === 0 && message) told.push([message, path.relative(root, name)]);
    for (const [failure, where] of told) {
      const first = stripVTControlCharacters(failure)
        .split('\n')
        .filter((line) => line.trim() && !/node_modules|\(?node:/.test(line))
        .slice(0, 12)
        .join('\n');
      if (!seen.has(first)) seen.set(first, where);
    }
  }
  return [...seen].slice(0, 10).map(([first, where]) => `\n${where}\n${first}`);
}

/**
 * One PostgreSQL for all test files that need no whole server. It ends when its standard input does, so with us
 * however we end. Answers its address.
 */
function sharePostgres() {
  const child = spawn(process.execPath, ['libs/database/src/serve-tests.ts'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return new Promise((resolve) => {
    child.stdout.once('data', (line) => {
      resolve(String(line).trim());
    });
    child.once('exit', () => {
      stop(['The PostgreSQL of the tests ended']);
    });
  });
}
