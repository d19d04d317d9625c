import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

/** What a process has taken of the processor until now, and what it holds of memory. */
interface Weight {
  readonly seconds: number;
  readonly mib: number;
  /** The most that it ever held, or since forgetMost. */
  readonly mostMib: number;
}

export function weigh(pid: number): Weight {
  // The name stands in brackets and may have blanks in it.
  const [, ...fields] = (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '').split(' ');
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mib = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1_024;
  return {
    seconds: (Number(fields[10]) + Number(fields[11])) / ticksInSecond(),
    mib: mib('VmRSS'),
    mostMib: mib('VmHWM'),
  };
}

/** The most that a process holds is counted from now on. */
export function forgetMost(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** Until a process answers: what the trial makes of load by itself is 3 to 5, and above that every second is dear. */
const start = { wanted: 1.5, busy: 3, busyAbove: 5 };

/** Seconds of a processor that a process may take until it answers, at a load average of a minute when it was started. */
export function mostSecondsAt(load: number): { seconds: number; because: string } {
  const { wanted, busy, busyAbove } = start;
  const because = `${wanted} up to a load average of ${busyAbove}, else ${busy}; it was ${load.toFixed(1)}`;
  return { seconds: load > busyAbove ? busy : wanted, because };
}

/** The one process that this one has started: what an init of a container runs. */
export function onlyChildOf(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  if (children.length !== 1 || children[0] === '') throw new Error(`${pid} has the children ${children}`);
  return Number(children[0]);
}

function ticksInSecond(): number {
  return Number(execFileSync('getconf', ['CLK_TCK']));
}
