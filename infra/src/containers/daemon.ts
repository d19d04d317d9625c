import { type ChildProcess, type ExecFileOptions, execFile } from 'node:child_process';
import {
  existsSync,
  globSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { spawnBound } from '../spawn-bound.ts';

/** A Docker engine of our own, in namespaces of its own: its ports and networks collide with nobody's. */
export interface Daemon {
  /** Runs `docker`, or another client of it, and answers what it printed; throws with that when it fails. */
  docker(args: readonly string[], options?: RunOptions): Promise<string>;
  compose(args: readonly string[], options?: RunOptions): Promise<string>;
  /** Runs a command that asks it by a client. */
  asking(command: readonly string[], options?: RunOptions): Promise<string>;
  /** Runs a command where the published ports are. */
  inside(command: readonly string[], options?: RunOptions): Promise<string>;
  /** Throws where something of it is left on this machine. */
  stop(): Promise<void>;
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Given to it on its standard input: what this shell command writes. */
  readonly fed?: string;
}

/** Seconds that a daemon, and the network for it, have to come up. */
const UP_SECONDS = 120;
/** Minutes that no command takes, unless it waits for what never comes. */
const LONGEST = 30;

const needs = `It needs root, namespaces, /dev/net/tun, control groups and iptables of this machine.
Where that is not to be had, CI_NO_CONTAINERS=1 has .ci/run leave the containers out.`;

/** Starts the engine with its data in `folder`. Throws, with what it said, where this machine doesn't let it. */
export async function startDaemon(folder: string): Promise<Daemon> {
  mkdirSync(folder, { recursive: true });
  const at = (name: string) => path.join(folder, name);
  const socket = at('docker.sock');
  for (const name of ['ns.pid', 'docker.pid', 'docker.sock']) rmSync(at(name), { force: true });
  writeFileSync(at('resolv.conf'), 'nameserver 10.0.2.3\n');
  const log = openSync(at('dockerd.log'), 'w');
  const script = `
    echo $$ > ns.pid
    until ip link show tap0 > /dev/null 2>&1; do sleep 0.1; done
    ip link set lo up
    mount --bind resolv.conf /etc/resolv.conf
    exec dockerd --data-root "$PWD/data" --exec-root "$PWD/exec" --pidfile "$PWD/docker.pid" -H "unix://$PWD/docker.sock"`;
  const engine = spawnBound(
    'unshare',
    ['--net', '--mount', '--propagation', 'slave', 'bash', '-euc', script],
    {
      cwd: folder,
      env: process.env,
      stdio: ['ignore', log, log],
    },
  );
  const said = () => readFileSync(at('dockerd.log'), 'utf8').split('\n').slice(-30).join('\n');
  const hold = (what: string, child: ChildProcess) => {
    if (hasEnded(child)) throw new Error(`${what} ended:\n${said()}\n${needs}`);
    return true;
  };
  const holds = () => hold('The Docker engine', engine);
  await until(
    () => holds() && existsSync(at('ns.pid')) && readFileSync(at('ns.pid'), 'utf8').endsWith('\n'),
    said,
  );
  const namespace = readFileSync(at('ns.pid'), 'utf8').trim();
  const network = spawnBound(
    'slirp4netns',
    ['--configure', '--mtu=1400', '--disable-host-loopback', namespace, 'tap0'],
    { env: process.env, stdio: ['ignore', log, log] },
  );
  const env = { DOCKER_HOST: `unix://${socket}` };
  const asking: Daemon['asking'] = (command, options) => run(command, withEnv(options, env));
  const docker: Daemon['docker'] = (args, options) => asking(['docker', ...args], options);
  const stop = async () => {
    const ended = [engine, network].map(
      (child) => new Promise((resolve) => (hasEnded(child) ? resolve(0) : child.once('exit', resolve))),
    );
    engine.kill('SIGTERM');
    await ended[0];
    network.kill('SIGTERM');
    await ended[1];
  };
  try {
    await until(async () => {
      const answers = await docker(['info']).then(
        () => true,
        () => false,
      );
      return holds() && hold('The network of the Docker engine', network) && answers;
    }, said);
    giveContainersTheirShare();
  } catch (fault) {
    await stop();
    throw fault;
  }
  const itsNetwork = readlinkSync(`/proc/${namespace}/ns/net`);
  const ending = new AbortController();
  return {
    docker,
    compose: (args, options) => asking(['docker-compose', ...args], options),
    asking,
    inside: (command, options) => run(['nsenter', '-t', namespace, '-n', ...command], options, ending.signal),
    async stop() {
      ending.abort();
      await stop();
      const left = () => processesIn(itsNetwork).map(nameOf).join('\n');
      await until(
        () => left() === '',
        () => `Left of the Docker engine:\n${left()}`,
        10,
      );
      const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n');
      const itsMounts = mounts.filter((line) => line.includes(folder));
      if (itsMounts.length > 0) throw new Error(`The Docker engine left mounted:\n${itsMounts.join('\n')}`);
    },
  };
}

/**
 * In the first version of control groups all containers together have the share of one process. They get that of two, where
 * there is such a group.
 */
function giveContainersTheirShare(): void {
  const group = '/sys/fs/cgroup/cpu';
  if (!existsSync(`${group}/cpu.shares`)) return;
  mkdirSync(`${group}/docker`, { recursive: true });
  writeFileSync(`${group}/docker/cpu.shares`, '2048');
}

/** The engine, what it runs for each container, and whoever else is in its network. */
function processesIn(network: string): string[] {
  return globSync('/proc/[0-9]*/ns/net')
    .filter((link) => {
      try {
        return readlinkSync(link) === network;
      } catch {
        // Ended meanwhile.
        return false;
      }
    })
    .map((link) => link.split('/')[2] ?? '');
}

function nameOf(pid: string): string {
  const file = `/proc/${pid}/comm`;
  return `${pid} ${existsSync(file) ? readFileSync(file, 'utf8').trim() : ''}`;
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function withEnv(options: RunOptions = {}, env: Record<string, string>): RunOptions {
  return { ...options, env: { ...options.env, ...env } };
}

/** Looks again and again; throws with what the other side said when that takes too long. */
export async function until(
  done: () => boolean | Promise<boolean>,
  said: () => string | Promise<string>,
  seconds = UP_SECONDS,
): Promise<void> {
  const end = Date.now() + seconds * 1_000;
  while (!(await done())) {
    if (Date.now() > end) throw new Error(`Not so after ${seconds} s:\n${await said()}`);
    await wait(300);
  }
}

function run(
  words: readonly string[],
  { env, cwd, fed }: RunOptions = {},
  signal?: AbortSignal,
): Promise<string> {
  const [command = '', ...args] =
    fed === undefined
      ? words
      : ['bash', '-c', `set -o pipefail; ${fed} | "$@"`, ...words.slice(0, 1), ...words];
  const options: ExecFileOptions = {
    maxBuffer: 1 << 28,
    timeout: LONGEST * 60_000,
    ...(signal && { signal }),
    env: { ...process.env, ...env },
    ...(cwd && { cwd }),
  };
  return new Promise((resolve, reject) => {
    execFile(command, args, options, (fault, stdout, stderr) => {
      if (fault === null) resolve(String(stdout));
      else
        reject(
          new Error(
            `${words.join(' ')} ${fault.killed ? `took more than ${LONGEST} minutes` : 'failed'}:\n${String(stdout).slice(-4_000)}${String(stderr).slice(-8_000)}`,
          ),
        );
    });
  });
}
