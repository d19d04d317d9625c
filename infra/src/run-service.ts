import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { openLog, worthShowing } from './logs.ts';
import { environmentFor, type Plan } from './plan.ts';
import { fileOf, root, type Service } from './services.ts';
import { spawnBound } from './spawn-bound.ts';
import type { ChildDescription } from './supervised-child.ts';

const Readiness = z.object({ ready: z.boolean(), away: z.array(z.string()) });

type Env = Readonly<Record<string, string | undefined>>;
type Say = (line: string) => void;

/** A service as a child of the stack, or undefined where it has not been written yet. */
export function runService(
  plan: Plan,
  service: Service,
  inherited: Env,
  say: Say,
): ChildDescription | undefined {
  const entry = fileOf(service, 'src/main.ts');
  if (entry === undefined) return undefined;
  const port = plan.ports[service.port];
  return {
    name: service.name,
    spawn: () => {
      const child = spawnEntry(plan, service, entry, inherited);
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
    probe: async () =>
      Readiness.parse(await (await fetch(`http://127.0.0.1:${port}/readyz`)).json()).away.length === 0,
    stopSignal: 'SIGTERM',
    grace: 15,
  };
}

/** Runs a service's one-shot entry to its end, showing its progress. Throws when it fails. */
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
  eachLine(child, (line) => say(`${service.name}: ${line}`));
  const [code, signal] = await once(child, 'close');
  if (code !== 0)
    throw new Error(`${service.folder}/${service.oneShot} failed (${signal ?? `status ${code}`})`);
}

/** Where a one-shot entry writes the sign-ins that it made, as a JSON array of {where, who, login, password}. */
export function demoLoginsFolder(plan: Plan): string {
  return path.join(plan.stateFolder, 'demo-logins');
}

function spawnEntry(plan: Plan, service: Service, entry: string, inherited: Env): ChildProcess {
  mkdirSync(demoLoginsFolder(plan), { recursive: true });
  const own = { port: plan.ports[service.port], database: service.database?.variable };
  const settings: SpawnOptions = {
    cwd: root,
    env: {
      ...environmentFor(plan, own, inherited),
      DEMO_LOGINS_FILE: path.join(demoLoginsFolder(plan), `${service.name}.json`),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  };
  return spawnBound(process.execPath, ['--import', 'tsx', entry], settings, 'KILL');
}

function eachLine(child: ChildProcess, take: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', take);
  }
}
