import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Stack, StackOptions } from '@toshobin/infra';
import { eventually } from './eventually.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A second process of every service: on the same databases, topics and task queues. */
export interface SecondInstances {
  /** Of the second webs. */
  readonly patronWeb: string;
  readonly staffWeb: string;
  portOf(name: SecondName): number;
  readonly names: readonly SecondName[];
  /** All of them, unless some are named. */
  start(some?: readonly SecondName[]): Promise<void>;
  /** Ends one with SIGKILL, and starts it again. */
  kill(name: SecondName): Promise<void>;
  /** Freezes one (SIGSTOP), or lets it go on (SIGCONT). */
  signal(name: SecondName, signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** Waits until each can serve. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

const entries = {
  catalog: 'services/catalog',
  patron: 'services/patron',
  shipping: 'services/shipping',
  workflows: 'workflows',
  'patron-web': 'services/patron-web',
  'staff-web': 'services/staff-web',
} as const;
export type SecondName = keyof typeof entries;
/** Behind the ports of the first ones and of the lines. */
const FROM = 60;

export function secondInstances(
  stack: Stack,
  portBase: number,
  given: Readonly<Record<string, string>>,
  linesOf: StackOptions['linesOf'] = {},
): SecondInstances {
  const names = Object.keys(entries) as SecondName[];
  const running = new Map<SecondName, ChildProcess>();
  let closing = false;
  const portOf = (name: SecondName) => portBase + FROM + names.indexOf(name);
  const urlOf = (name: SecondName) => `http://127.0.0.1:${portOf(name)}`;

  const begin = (name: SecondName) => {
    const env = {
      ...process.env,
      ...given,
      ...stack.env,
      ...linesOf[name],
      PORT: String(portOf(name)),
      // A front answers forms of its own origin alone.
      PATRON_WEB_URL:
        name === 'patron-web' ? (given.PATRON_WEB_URL ?? urlOf(name)) : stack.env.PATRON_WEB_URL,
      STAFF_WEB_URL: name === 'staff-web' ? (given.STAFF_WEB_URL ?? urlOf(name)) : stack.env.STAFF_WEB_URL,
    };
    const args = ['--import', './infra/jsx.mjs', `${entries[name]}/src/main.ts`];
    // It ends with us, however we end.
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', process.execPath, ...args], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const log = createWriteStream(path.join(stack.plan.stateFolder, 'log', `second-${name}.log`), {
      flags: 'a',
    });
    child.stdout.pipe(log);
    child.stderr.pipe(log);
    running.set(name, child);
    child.once('exit', () => {
      if (!closing && running.get(name) === child) setTimeout(() => closing || begin(name), 500);
    });
  };
  const ready = async () => {
    for (const name of running.keys())
      await eventually(`the second ${name}`, async () => (await fetch(`${urlOf(name)}/readyz`)).ok, {
        within: 300_000,
        every: 300,
      });
  };
  return {
    patronWeb: urlOf('patron-web'),
    staffWeb: urlOf('staff-web'),
    portOf,
    get names() {
      return [...running.keys()];
    },
    async start(some = names) {
      for (const name of some) begin(name);
      await ready();
    },
    async kill(name) {
      const child = running.get(name);
      // One that has ended a moment ago is being started again.
      if (child === undefined || hasEnded(child)) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
    signal: (name, signal) => void running.get(name)?.kill(signal),
    ready,
    async close() {
      closing = true;
      await Promise.all(
        [...running.values()].map(async (child) => {
          if (hasEnded(child)) return;
          const ended = once(child, 'exit');
          child.kill('SIGKILL');
          await ended;
        }),
      );
    },
  };
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
