import { readFileSync, statSync } from 'node:fs';

/** Less than a hundredth of a processor is what a process takes that only waits. */
const IDLE = 0.01;
/** Linux counts processor time in hundredths of a second, whatever its own clock is. */
const TICK_MS = 10;

/** What is looked at. */
interface Watched {
  /** The process's number; undefined while it is not there. */
  readonly pid: () => number | undefined;
  /** A file that grows while it says something. */
  readonly log: string;
  /** Milliseconds that it may do nothing. */
  readonly patience: number;
}

/**
 * Whether a process gets on, however slowly: on a machine with fifty others it takes many times as long, and is waited
 * for; one that hangs is not. A sign is processor time (a hundredth of one processor at least), a line in its log, and
 * whatever else `sign` is told. Where the processor time can't be read (no /proc) a process always seems to get on.
 */
export function watchProgress({ pid, log, patience }: Watched) {
  let since = performance.now();
  let before = { pid: pid(), used: usedBy(pid()), said: sizeOf(log), told: '' };
  return {
    /** Looks again; `told` is what else was heard of it. Answers whether it has done nothing for too long. */
    hangs(told = ''): boolean {
      const now = { pid: pid(), used: usedBy(pid()), said: sizeOf(log), told };
      const other = now.pid !== before.pid || now.said !== before.said || now.told !== before.told;
      if (other || now.used === undefined || now.used - (before.used ?? 0) > patience * IDLE) {
        since = performance.now();
        before = now;
      }
      return performance.now() - since > patience;
    },
  };
}

/** Milliseconds of processor time of a process and of what it has waited for; undefined where nobody knows. */
function usedBy(pid: number | undefined): number | undefined {
  if (pid === undefined) return 0;
  try {
    // After the name, which may contain anything, the fields from the third on.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * TICK_MS, 0);
  } catch {
    return process.platform === 'linux' ? 0 : undefined;
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
