import { existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

/** Ten megabytes: then the log is put aside, once, at the next start. */
const largest = 10_000_000;

/** Where the output of a process goes. */
export function logFile(stateFolder: string, name: string): string {
  return path.join(stateFolder, 'log', `${name}.log`);
}

/** Opens a process's log for appending. */
export function openLog(stateFolder: string, name: string): number {
  const file = logFile(stateFolder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  if (existsSync(file) && statSync(file).size > largest) renameSync(file, `${file}.old`);
  return openSync(file, 'a');
}

/**
 * What of a service's log line belongs on the terminal: warnings and errors of its JSON log, as one line, and that what
 * was away is back, or what waited goes on.
 * Anything else that it prints is in the file only.
 */
export function worthShowing(line: string): string | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const entry: unknown = JSON.parse(line);
    if (typeof entry !== 'object' || entry === null) return undefined;
    const level: unknown = Reflect.get(entry, 'level');
    const loud =
      typeof level === 'number' ? level >= 40 : level === 'warn' || level === 'error' || level === 'fatal';
    const said = String(Reflect.get(entry, 'msg') ?? line);
    return loud || / (is back|again|goes on)$/.test(said) ? said : undefined;
  } catch {
    return undefined;
  }
}

/** What a process said after the last line of its JSON log, from its beginning: why its code can't run. */
export function lastWords(stateFolder: string, name: string, lines = 12): string {
  const said = readFileSync(logFile(stateFolder, name), 'utf8').trimEnd().split('\n');
  return said
    .slice(said.findLastIndex((line) => line.startsWith('{')) + 1)
    .slice(0, lines)
    .join('\n');
}
