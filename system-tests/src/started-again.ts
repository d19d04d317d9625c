import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import { freePortBase } from '@toshobin/infra';
import { type Desks, openDesks } from './cast.ts';
import { people } from './demo-people.ts';
import { eventually } from './eventually.ts';
import type { PatronBrowser } from './patron-browser.ts';
import { granted } from './web-session.ts';
import type { WholeLibrary } from './whole-library.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The stack is stopped, started again as `npm start` does it, and its launcher killed: everything is kept, and nothing is
 * left behind. Answers the seconds that the start took.
 */
export async function startedAgain(library: WholeLibrary): Promise<number> {
  const { stack, own, addresses } = library;
  const patron = await library.signIn(people.hanako);
  const reserved: string[] = [];
  for (const pickupLibrary of ['pref', 'uto']) {
    const { recordId } = await library.freeTitle(patron);
    reserved.push(granted(await patron.reserve({ recordId, pickupLibrary })).reservationNumber);
  }
  const kept = async (hanako: PatronBrowser, { prefectural, operator }: Desks) => ({
    myLibrary: await hanako.myLibrary(),
    pickList: await prefectural.pickList(),
    policy: await operator.readPolicy(),
  });
  // The pick list knows a copy before My Library does; compared is what stands still.
  let last = '';
  const before = await eventually(
    'both copies being prepared, and a moment in which nothing moves',
    async () => {
      const now = await kept(patron, library.desks);
      const states = new Map(now.myLibrary.map(({ reservationNumber, state }) => [reservationNumber, state]));
      const steady = JSON.stringify(now) === last;
      last = JSON.stringify(now);
      return steady && reserved.every((number) => states.get(number) === 'allocated') && now;
    },
    { every: 500 },
  );
  await stack.stop();

  const started = performance.now();
  const launcher = spawn(process.execPath, ['--import', './infra/jsx.mjs', 'infra/src/start.ts'], {
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
    const hanako = await library.signIn(people.hanako);
    expect(await kept(hanako, await openDesks(addresses))).toEqual(before);
    expect(processesOn(own.stateFolder).length).toBeGreaterThan(8);
  } finally {
    launcher.kill('SIGKILL');
    await ended;
  }
  await eventually('the end of every process of the stack', () => processesOn(own.stateFolder).length === 0);
  // A process that ends gives its ports back last.
  await eventually('its ports, free again', async () => (await freePortBase(own.portBase)) === own.portBase);
  return seconds;
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
