import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { compiledFolder, root, type ServiceName, services } from '../services.ts';
import { startDaemon, until } from './daemon.ts';
import { standInsOfProduction } from './production-stand-ins.ts';
import { makeStandIns } from './stand-ins.ts';
import { releases, tryProduction } from './try-production.ts';
import { typedWith } from './typed-lines.ts';
import { forgetMost, mostSecondsAt, onlyChildOf, weigh } from './weigh.ts';

// npm run containers: docker-compose.yml as somebody would use it: built, brought up, used, each service rolled while it is used,
// taken down and brought up again; with the word `production`, infra/production instead (try-production.ts). On a Docker engine
// and base images of our own making; see stand-ins.ts.

const folder = path.join(root, '.local/containers');
const project = 'toshobin';
/** What of them may be: the image's size, and of a process its memory. */
const most = { imageMb: 350, mib: 300 };

const composeFile = path.join(root, 'docker-compose.yml');
const compose = z
  .object({
    services: z.record(
      z.string(),
      z.object({ image: z.string(), environment: z.looseObject({ PORT: z.number().optional() }).optional() }),
    ),
  })
  .parse(parse(readFileSync(composeFile, 'utf8'), { merge: true }));
const [image = ''] = services.map(({ name }) => compose.services[name]?.image ?? '');
const mailImage = compose.services.mail?.image ?? '';

const address = (port: number) => `http://127.0.0.1:${port}`;
const engines = { KAFKA_BROKERS: '127.0.0.1:4021', TEMPORAL_ADDRESS: '127.0.0.1:4023' };
const fromOutside = {
  PATRON_WEB_URL: address(4000),
  STAFF_WEB_URL: address(4001),
  SES_ENDPOINT: address(4003),
  ...engines,
  ...Object.fromEntries(
    services.flatMap(({ database }) =>
      database === undefined
        ? []
        : [[database.variable, `postgresql://postgres:local-only-postgres@127.0.0.1:4020/${database.name}`]],
    ),
  ),
};

const begun = Date.now();
function say(line: string): void {
  console.log(`${String(Math.round((Date.now() - begun) / 1_000)).padStart(5)} s  ${line}`);
}

let daemon = await startDaemon(folder);
try {
  const [word, from] = process.argv.slice(2);
  const production = word === 'production';
  // A later step goes on in the containers of the run that went wrong, with what has been mended since.
  if (from === undefined) {
    await removeWhatIsLeft();
    await makeStandIns(daemon, folder, say, production ? standInsOfProduction(say) : []);
  }
  const working = `git -C '${root}' ls-files -z --cached --others --exclude-standard | tar -C '${root}' -c --null --ignore-failed-read -T -`;
  if (production) {
    const lastRelease = readFileSync(path.join(root, 'infra/last-release'), 'utf8').trim();
    await buildImages(releases.before, `git -C '${root}' archive ${lastRelease}`);
    await buildImages(releases.next, working);
    await buildImages(releases.changed, working, withAnotherProcess);
    const machine = {
      get daemon() {
        return daemon;
      },
      async restart() {
        await daemon.stop();
        daemon = await startDaemon(folder);
      },
    };
    await tryProduction(machine, folder, say, from);
  } else {
    await buildImages(image, working);
    await readsItsCache();
    await tryStack();
  }
  say(`${production ? 'infra/production' : 'docker-compose.yml'} was brought up, used and taken down`);
} finally {
  await daemon.stop().catch((fault: unknown) => {
    console.error(String(fault));
    process.exitCode = 1;
  });
}

/** Containers of a trial that was cut off are there again when the engine starts, with their ports. */
async function removeWhatIsLeft(): Promise<void> {
  const left = (await daemon.docker(['ps', '--all', '--quiet'])).split('\n').filter((id) => id !== '');
  if (left.length > 0) await daemon.docker(['rm', '--force', '--volumes', ...left]);
}

/**
 * As docs/deploy.md has it typed, by BuildKit, which Debian's client brings along, in a folder with the files that a command
 * writes as one archive: no secret and no state of this machine.
 */
async function buildImages(
  name: string,
  files: string,
  change: (at: string) => void = () => {},
): Promise<void> {
  const at = path.join(folder, 'repository');
  rmSync(at, { recursive: true, force: true });
  mkdirSync(at);
  execFileSync('bash', ['-c', `set -o pipefail; ${files} | tar -x -C '${at}'`]);
  change(at);
  const typed = typedWith('The image', 'docker build', 'docs/deploy.md');
  const build = (tag: string, ...more: string[]) => {
    const words = typed.replace(/^docker build/, ['/usr/bin/docker build', ...more].join(' '));
    const line = words.replace(releases.before, tag);
    return daemon.asking(['sh', '-euc', line], { cwd: at, env: { DOCKER_BUILDKIT: '1' } });
  };
  say(`Building ${name}`);
  await build(mailImage, '--target', 'mail');
  await build(name);
  const bytes = Number(await daemon.docker(['image', 'inspect', '--format', '{{.Size}}', name]));
  hold(`${name} in MB`, bytes / 1e6, most.imageMb);
}

/** Makes of these files those of a release whose reservations give a command more. */
function withAnotherProcess(at: string): void {
  const file = (name: string) => path.join(at, 'workflows/src', name);
  renameSync(file('workflows.ts'), file('workflows-before.ts'));
  const changed = readFileSync(file('testing/next-release.ts'), 'utf8');
  const asEntry = changed.replace('../workflows.ts', './workflows-before.ts').replaceAll("'../", "'./");
  writeFileSync(file('workflows.ts'), asEntry);
}

/** What Node compiled when the image was made is there for the user that runs it: half of what a start costs. */
async function readsItsCache(): Promise<void> {
  const start = `node ${compiledFolder}/services/catalog/src/main.js 2>&1 | grep -q '^.compile cache. reading cache .* success'`;
  const asked = ['-e', 'NODE_DEBUG_NATIVE=COMPILE_CACHE', image, 'bash', '-c', start];
  await daemon.docker(['run', '--rm', '--network', 'none', '--read-only', ...asked]).catch(() => {
    throw new Error(`${image} can't read what was compiled for it`);
  });
}

async function tryStack(): Promise<void> {
  writeComposeFile();
  try {
    await useStack();
  } finally {
    await stack('down', '--volumes').catch((fault: unknown) => console.error(String(fault)));
  }
}

async function useStack(): Promise<void> {
  await up();
  for (const { name } of services) await settles(name);
  let rolling = true;
  const rolled = (async () => {
    try {
      for (const { name } of services) await roll(name);
    } finally {
      rolling = false;
    }
  })();
  const played = (async () => {
    while (rolling) await demo();
  })();
  await Promise.all([played, rolled]);
  await audit();
  await stack('down');
  say('down');
  await up();
  await audit();
  const worker = await processIn(await idOf('workflows'));
  forgetMost(worker);
  await demo();
  hold('workflows, MiB under the demonstration', weigh(worker).mostMib, most.mib);
}

/** What it takes when it has nothing to do: after a start a part of it is waste that is cleared away before long. */
async function settles(name: ServiceName): Promise<void> {
  const pid = await processIn(await idOf(name));
  const light = () => weigh(pid).mib <= most.mib;
  await until(light, () => `${name} takes ${weigh(pid).mib.toFixed(0)} MiB and does nothing`, 60);
  hold(`${name}, MiB idle`, weigh(pid).mib, most.mib);
}

/** The older client, which Debian has, knows no name in the file. */
function writeComposeFile(): void {
  const lines = readFileSync(composeFile, 'utf8').split('\n');
  writeFileSync(
    path.join(folder, 'docker-compose.yml'),
    lines.filter((line) => line !== `name: ${project}`).join('\n'),
  );
}

function stack(...args: string[]): Promise<string> {
  return daemon.compose(['-p', project, '-f', path.join(folder, 'docker-compose.yml'), ...args], {
    // Open at every hour: the trial is made whenever somebody makes it.
    env: { COMPOSE_HTTP_TIMEOUT: '300', MAINTENANCE_WINDOW: 'off' },
  });
}

async function up(): Promise<void> {
  say('up');
  await stack('up', '-d', '--no-build').catch(async (fault: unknown) => {
    throw new Error(`${fault}\n${await stack('ps')}\n${await logs()}`);
  });
  for (const { name } of services) await healthy(name);
  say('every service is healthy');
}

async function healthy(name: ServiceName): Promise<void> {
  const id = await idOf(name);
  const state = async () => (await told(id, '.State.Health.Status')) === 'healthy';
  await until(state, () => logs(name), 300);
}

async function idOf(name: string): Promise<string> {
  return (await stack('ps', '-q', name)).trim();
}

async function told(id: string, what: string): Promise<string> {
  return (await daemon.docker(['inspect', '--format', `{{${what}}}`, id])).trim();
}

/** Node, which the container's init has started; no namespace hides it from here. */
async function processIn(id: string): Promise<number> {
  return onlyChildOf(Number(await told(id, '.State.Pid')));
}

function logs(...names: string[]): Promise<string> {
  return stack('logs', '--no-color', '--tail', '40', ...names);
}

/**
 * One service stopped as docker-compose.yml has it, and started again. Throws unless it said so before it took no more, ended
 * by itself, in order, and answers again having taken no more of a processor than it may: in one of three starts, for whatever
 * else the machine does adds to what a start takes.
 */
async function roll(name: ServiceName): Promise<void> {
  for (let starts = 1; ; starts += 1) {
    const { took, may } = await startAgain(name);
    say(`${name} was rolled`);
    const what = `${name}, s of a processor until it answers (${may.because})`;
    if (took <= may.seconds || starts === 3) return hold(what, took, may.seconds);
    say(`${what}: ${took.toFixed(2)}, more than ${may.seconds}: once more`);
  }
}

async function startAgain(name: ServiceName) {
  const id = await idOf(name);
  const said = answers(name, '503', 60);
  await Promise.all([stack('stop', name), said]);
  const code = await told(id, '.State.ExitCode');
  if (code !== '0') throw new Error(`${name} ended with ${code}:\n${await logs(name)}`);
  const [load = 0] = loadavg();
  await daemon.docker(['start', id]);
  const pid = await processIn(id);
  await answers(name, '200', 300);
  return { took: weigh(pid).seconds, may: mostSecondsAt(load) };
}

/** Waits until /readyz has this status. */
async function answers(name: ServiceName, status: string, seconds: number): Promise<void> {
  const ask = `
    trap '' PIPE
    while :; do
      status=
      if exec 3<> /dev/tcp/127.0.0.1/${compose.services[name]?.environment?.PORT}; then
        printf 'GET /readyz HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nConnection: close\\r\\n\\r\\n' >&3
        read -r _ status _ <&3 && true
      fi 2> /dev/null
      [ "$status" = ${status} ] && exit 0
      sleep 0.1
    done`;
  await daemon.inside(['timeout', String(seconds), 'bash', '-c', ask]).catch(async () => {
    throw new Error(`${name} did not answer ${status} at /readyz in ${seconds} s:\n${await logs(name)}`);
  });
}

async function demo(): Promise<void> {
  const said = await command('demo');
  if (said.includes('No stack answers')) throw new Error('The demonstration did not reach the stack');
  say('the demonstration passed');
}

async function audit(): Promise<void> {
  await command('audit');
  say('the audit finds no contradiction');
}

function command(name: string): Promise<string> {
  const words = [process.execPath, '--import', './infra/jsx.mjs', 'infra/run.mjs', name];
  return daemon.inside(words, { cwd: root, env: fromOutside });
}

function hold(what: string, is: number, limit: number): void {
  say(`${what}: ${is.toFixed(2)} (at most ${limit})`);
  if (!(is <= limit)) throw new Error(`${what}: ${is.toFixed(2)} instead of at most ${limit}`);
}
