import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const Owner = z.object({ pid: z.number().int(), startedAt: z.string() });

/** Who runs a stack on this state folder now: a process id, or undefined. A lock left by a crash is nobody. */
export function runningOn(stateFolder: string): number | undefined {
  const file = lockFile(stateFolder);
  if (!existsSync(file)) return undefined;
  const owner = parsed(readFileSync(file, 'utf8'));
  return owner !== undefined && startOf(owner.pid) === owner.startedAt ? owner.pid : undefined;
}

/**
 * Takes the state folder for this process. Two stacks on one state would ruin it.
 * @returns `release`, and whether the last stack on it did not end by itself
 */
export function takeState(stateFolder: string): { release: () => void; crashed: boolean } {
  const owner = runningOn(stateFolder);
  if (owner !== undefined) throw new Error(`A stack is running on ${stateFolder} already (process ${owner})`);
  mkdirSync(stateFolder, { recursive: true });
  const file = lockFile(stateFolder);
  const crashed = existsSync(file);
  const startedAt = startOf(process.pid) ?? '';
  writeFileSync(file, JSON.stringify({ pid: process.pid, startedAt }));
  return { release: () => rmSync(file, { force: true }), crashed };
}

/** A file that a power cut left half written names nobody. */
function parsed(text: string): z.infer<typeof Owner> | undefined {
  try {
    return Owner.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function lockFile(stateFolder: string): string {
  return path.join(stateFolder, 'running.json');
}

/**
 * When a process started, so that another one that got its number later is not taken for it; undefined
 * when there is none. Elsewhere than on Linux the number alone has to do.
 */
function startOf(pid: number): string | undefined {
  if (process.platform === 'linux') {
    const stat = `/proc/${pid}/stat`;
    if (!existsSync(stat)) return undefined;
    // The name in brackets may hold blanks; the start time is the 20th field after it.
    return readFileSync(stat, 'utf8').split(') ').at(-1)?.split(' ')[19];
  }
  try {
    process.kill(pid, 0);
    return 'running';
  } catch {
    return undefined;
  }
}
