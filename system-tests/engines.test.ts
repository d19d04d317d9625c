import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { type Stack, startStack } from '@toshobin/infra';
import { deadLetterCommands } from './engines/dead-letters.ts';
import { plumbing } from './engines/plumbing.ts';
import { setUpOfEngines } from './engines/set-up.ts';
import { stuckProcesses } from './engines/stuck-processes.ts';
import { ownPortBase } from './src/own-stack.ts';

// What our own plumbing does with Kafka and Temporal alone, on one stack of theirs.

const folder = mkdtempSync(path.join(tmpdir(), 'toshobin-engines-'));
let stack: Stack | undefined;

beforeAll(async () => {
  const only = ['kafka', 'temporal'] as const;
  stack = await startStack({
    portBase: await ownPortBase(),
    stateFolder: folder,
    only,
    say: () => undefined,
  });
}, 300_000);
afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function open(): Stack {
  if (!stack) throw new Error('The engines do not run');
  return stack;
}

describe('dead letters', () => deadLetterCommands(open));
describe('set up', () => setUpOfEngines(open));
describe('plumbing', () => plumbing(open));
describe('stuck processes', () => stuckProcesses(open));
