import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { logFile, openLog, worthShowing } from './logs.ts';
import { environmentFor, type Plan } from './plan.ts';
import { fileOf, root, type Service, type ServiceName } from './services.ts';
import { spawnBound } from './spawn-bound.ts';
import type { ChildDescription } from './supervised-child.ts';
import { watchProgress } from './watch-progress.ts';

const Readiness = z.object({ ready: z.boolean(), away: z.array(z.string()) });

type Env = Readonly<Record<string, string | undefined>>;
type Say = (line: string) => void;

/** Services that somebody is writing (`npm run dev`). */
export interface Development {
  /** The one that a debugger reaches, at {@link inspector}. */
  readonly inspected?: ServiceName | undefined;
}

/** Where a debugger finds it (.vscode/launch.json). */
const inspector = '127.0.0.1:9229';

/** A service as a child of the stack, or undefined where it has not been written yet. */
export function runService(
  plan: Plan,
  service: Service,
  inherited: Env,
  say: Say,
  development?: Development,
): ChildDescription | undefined {
  const entry = fileOf(service, 'src/main.ts');
  if (entry === undefined) return undefined;
  const port = plan.ports[service.port];
  return {
    name: service.name,
    log: logFile(plan.stateFolder, service.name),
    spawn: () => {
      const flags = development?.inspected === service.name ? [`--inspect=${inspector}`] : [];
      const child = spawnEntry(plan, service, entry, inherited, flags);
      const log = createWriteStream('', { fd: openLog(plan.stateFolder, service.name) });
      eachLine(child, (line) => {
        log.write(`${line}\n`);
        const loud = worthShowing(line);
        if (loud !== undefined) say(`${service.name}: ${loud}`);
      });
      child.once('close', () => log.end());
      return child;
    },
    // Started means that everything it works with is there, also what it could do without for a while.
    probe: async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(10_000) });
      const { away } = Readiness.parse(await answer.json());
      return away.length === 0 || away.join(', ');
    },
    stopSignal: 'SIGTERM',
    grace: 15,
    staysAway: development !== undefined,
  };
}

/** Milliseconds that a one-shot may do nothing itself: it waits while PostgreSQL builds indexes for it. */
const oneShotPatience = 600_000;

/** Runs a service's one-shot entry to its end, showing its progress. Throws when it fails or hangs. */
export async function runOneShot(
  plan: Plan,
  service: Service,
  inherited: Env,
  say: Say,
  stopping: AbortSignal,
): Promise<void> {
  const entry = fileOf(service, service.oneShot);
  if (entry === undefined) return;
  stopping.throwIfAborted();
  const child = spawnEntry(plan, service, entry, inherited);
  stopping.addEventListener('abort', () => child.kill('SIGTERM'));
  const log = createWriteStream('', { fd: openLog(plan.stateFolder, service.name) });
  eachLine(child, (line) => {
    log.write(`${line}\n`);
    say(`${service.name}: ${line}`);
  });
  const progress = watchProgress({
    pid: () => child.pid,
    log: logFile(plan.stateFolder, service.name),
    patience: oneShotPatience,
  });
  let hung = false;
  const looking = setInterval(() => {
    hung ||= progress.hangs();
    if (hung) child.kill('SIGKILL');
  }, 1_000);
  const [code, signal] = await once(child, 'close').finally(() => {
    clearInterval(looking);
    log.end();
  });
  const how = hung ? `did nothing for ${oneShotPatience / 1000} s` : `failed (${signal ?? `status ${code}`})`;
  if (code !== 0) throw new Error(`${service.folder}/${service.oneShot} ${how}`);
}

/** Where a one-shot entry writes the sign-ins that it made, as a JSON array of {where, who, login, password}. */
export function demoLoginsFolder(plan: Plan): string {
  return path.join(plan.stateFolder, 'demo-logins');
}

function spawnEntry(
  plan: Plan,
  service: Service,
  entry: string,
  inherited: Env,
  flags: readonly string[] = [],
): ChildProcess {
  mkdirSync(demoLoginsFolder(plan), { recursive: true });
  const own = { port: plan.ports[service.port], database: service.database?.variable, shows: service.shows };
  const settings: SpawnOptions = {
    cwd: root,
    env: {
      ...environmentFor(plan, own, inherited),
      DEMO_LOGINS_FILE: path.join(demoLoginsFolder(plan), `${service.name}.json`),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  };
  return spawnBound(process.execPath, [...flags, '--import', './infra/jsx.mjs', entry], settings, 'KILL');
}

function eachLine(child: ChildProcess, take: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', take);
  }
}
