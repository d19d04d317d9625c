import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freePortBase } from '@toshobin/infra';
import { openDesks } from './src/cast.ts';
import { people } from './src/demo-people.ts';
import { eventually } from './src/eventually.ts';
import { granted } from './src/web-session.ts';
import { WholeLibrary } from './src/whole-library.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

// The stack is stopped, started again as `npm start` does it, and its launcher killed. The start is timed: this file runs
// last, when nothing runs beside it.

let library: WholeLibrary | undefined;
const open = () => {
  if (!library) throw new Error('The library is not open');
  return library;
};

beforeAll(async () => {
  library = await WholeLibrary.open();
}, 120_000);
afterAll(async () => {
  await library?.close();
}, 60_000);

test('a second start takes less than 20 seconds and keeps everything; a killed launcher leaves nothing behind', async () => {
  const { stack, own, addresses } = open();
  const patron = await open().signIn(people.jiro);
  for (const pickupLibrary of ['pref', 'uto']) {
    const { recordId } = await open().freeTitle(patron);
    granted(await patron.reserve({ recordId, pickupLibrary }));
  }
  await eventually('both copies on the pick list', async () => {
    return (await open().desks.prefectural.pickList()).length === 2;
  });
  const kept = async () => {
    const { prefectural, operator } = await openDesks(addresses);
    return {
      myLibrary: await (await open().signIn(people.jiro)).myLibrary(),
      pickList: await prefectural.pickList(),
      policy: await operator.readPolicy(),
    };
  };
  const before = await kept();
  await stack.stop();

  const started = performance.now();
  const launcher = spawn(process.execPath, ['--import', 'tsx', 'infra/src/start.ts'], {
    cwd: root,
    env: {
      ...process.env,
      ...own.env,
      PORT_BASE: String(own.portBase),
      LOCAL_STATE: own.stateFolder,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(launcher, 'exit');
  const said: string[] = [];
  let seconds = Number.POSITIVE_INFINITY;
  for (const stream of [launcher.stdout, launcher.stderr]) {
    createInterface({ input: stream }).on('line', (line) => said.push(line));
  }
  try {
    await eventually(
      'the line `ready`',
      () => {
        if (launcher.exitCode !== null) throw new Error(said.join('\n'));
        return said.includes('ready');
      },
      { within: 60_000 },
    );
    seconds = (performance.now() - started) / 1000;
    console.info(`The second start took ${seconds.toFixed(1)} s`);
    expect(await kept()).toEqual(before);
    expect(processesOn(own.stateFolder).length).toBeGreaterThan(8);
  } finally {
    launcher.kill('SIGKILL');
    await ended;
  }
  await eventually('the end of every process of the stack', () => processesOn(own.stateFolder).length === 0);
  expect(await freePortBase(own.portBase)).toBe(own.portBase);
  expect(seconds).toBeLessThan(20);
}, 120_000);

/** Command lines of the processes that were told of this state folder, by argument or environment. */
function processesOn(stateFolder: string): string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        const told = command + readFileSync(`/proc/${pid}/environ`, 'utf8');
        return told.includes(stateFolder) ? [command] : [];
      } catch {
        // It ended between the two looks.
        return [];
      }
    });
}
