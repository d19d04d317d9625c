import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

/**
 * Starts a process that ends with this one, however this one ends: on Linux the kernel sends it the signal
 * when its parent dies, also of kill -9. (Elsewhere it is left behind by a kill -9; known limitation.)
 * Our services get SIGKILL: they are safe to kill, while an orderly end would wait for engines that end too.
 *
 * It gets a process group of its own, so that Ctrl-C in the terminal reaches the launcher only, which then
 * stops the services before the engines they are talking to.
 */
export function spawnBound(
  command: string,
  args: readonly string[],
  options: SpawnOptions,
  onParentsDeath: 'TERM' | 'KILL' = 'TERM',
): ChildProcess {
  const bound =
    process.platform === 'linux'
      ? ['setpriv', '--pdeathsig', onParentsDeath, command, ...args]
      : [command, ...args];
  const [first = command, ...rest] = bound;
  return spawn(first, rest, { ...options, detached: true });
}
