import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second. */
const TICK_MS = 10;

/** Milliseconds that a process and its children have been at work, all processors together; undefined where it can't be told. */
export function processorTime(pid: number | undefined): number | undefined {
  if (pid === undefined || !existsSync(`/proc/${pid}/stat`)) return undefined;
  const family = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(name) ?? [])
    .filter(({ id, parent }) => id === pid || parent === pid);
  return family.reduce((sum, { ms }) => sum + ms, 0);
}

function statOf(name: string): { id: number; parent: number; ms: number } | undefined {
  try {
    // The name in brackets may hold blanks; after it come the state, the parent, …, user and system time, those of children that ended.
    const fields = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const ticks = [11, 12, 13, 14].reduce((sum, place) => sum + Number(fields[place]), 0);
    return { id: Number(name), parent: Number(fields[1]), ms: ticks * TICK_MS };
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}
