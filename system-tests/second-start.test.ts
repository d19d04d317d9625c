import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { freePortBase } from '@toshobin/infra';
import { openDesks } from './src/cast.ts';
import { people } from './src/demo-people.ts';
import { eventually } from './src/eventually.ts';
import { granted } from './src/web-session.ts';
import { WholeLibrary } from './src/whole-library.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

// The stack is stopped, started again as `npm start` does it, and its launcher killed. The start is timed: this file runs
// last, when nothing runs beside it.

test('a second start takes less than 20 seconds and keeps everything; a killed launcher leaves nothing behind', async () => {
  const library = await WholeLibrary.open();
  try {
    await startedAgain(library);
  } finally {
    await library.close();
  }
}, 240_000);

async function startedAgain(library: WholeLibrary): Promise<void> {
  const { stack, own, addresses } = library;
  const patron = await library.signIn(people.jiro);
  for (const pickupLibrary of ['pref', 'uto']) {
    const { recordId } = await library.freeTitle(patron);
    granted(await patron.reserve({ recordId, pickupLibrary }));
  }
  await eventually('both copies on the pick list', async () => {
    return (await library.desks.prefectural.pickList()).length === 2;
  });
  // My Library hears of it a little later; compared is what stands still.
  await eventually('both reservations being prepared in My Library', async () => {
    const rows = (await patron.myLibrary()).filter(({ open }) => open);
    return rows.length === 2 && rows.every(({ state }) => state === 'allocated');
  });
  const kept = async () => {
    const { prefectural, operator } = await openDesks(addresses);
    return {
      myLibrary: await (await library.signIn(people.jiro)).myLibrary(),
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
}

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
