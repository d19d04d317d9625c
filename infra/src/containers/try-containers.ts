import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { root, type ServiceName, services } from '../services.ts';
import { startDaemon, until } from './daemon.ts';
import { standInsOfProduction } from './production-stand-ins.ts';
import { makeStandIns } from './stand-ins.ts';
import { tryProduction } from './try-production.ts';

// npm run containers: docker-compose.yml as somebody would use it: built, brought up, used, each service rolled while it is used,
// taken down and brought up again; with the word `production`, infra/production instead. On a Docker engine and base images of our own making; see stand-ins.ts.

const folder = path.join(root, '.local/containers');
const project = 'toshobin';
const inner: readonly ServiceName[] = ['catalog', 'patron', 'shipping', 'workflows'];
const fronts: readonly ServiceName[] = ['patron-web', 'staff-web'];
const most = { imageMb: 350, processMib: 300 };

const composeFile = path.join(root, 'docker-compose.yml');
const compose = z
  .object({ services: z.record(z.string(), z.object({ image: z.string() })) })
  .parse(parse(readFileSync(composeFile, 'utf8'), { merge: true }));
const [image = ''] = services.map(({ name }) => compose.services[name]?.image ?? '');
const mailImage = compose.services.mail?.image ?? '';

const begun = Date.now();
function say(line: string): void {
  console.log(`${String(Math.round((Date.now() - begun) / 1_000)).padStart(5)} s  ${line}`);
}

const daemon = await startDaemon(folder);
try {
  const production = process.argv.includes('production');
  await makeStandIns(daemon, folder, say, production ? standInsOfProduction(say) : []);
  await buildImages();
  if (production) await tryProduction(daemon, folder, say);
  else await tryStack();
  say(`${production ? 'infra/production' : 'docker-compose.yml'} was brought up, used and taken down`);
} finally {
  await stack('down', '--volumes').catch((fault: unknown) => console.error(String(fault)));
  await daemon.stop();
}

/** Of what is in the working tree and not ignored: no secret and no state of this machine. */
async function buildImages(): Promise<void> {
  const context = `git -C '${root}' ls-files -z --cached --others --exclude-standard | tar -C '${root}' -c --null --ignore-failed-read -T -`;
  const build = (...args: string[]) =>
    daemon.docker(['build', '--network', 'host', '-f', 'infra/images/Dockerfile', ...args, '-'], {
      fed: context,
      env: { DOCKER_BUILDKIT: '0' },
    });
  say(`Building ${image}`);
  await build('-t', mailImage, '--target', 'mail');
  await build('-t', image);
  const bytes = Number(await daemon.docker(['image', 'inspect', '--format', '{{.Size}}', image]));
  hold(`${image} in MB`, bytes / 1e6, most.imageMb);
}

async function tryStack(): Promise<void> {
  writeComposeFile();
  await up();
  for (const { name } of services) {
    const { seconds, mib } = await weigh(name);
    // Said, not held: until everything is up it has been asked for its health many times.
    say(`${name}: ${seconds.toFixed(1)} s of a processor until now`);
    hold(`${name}, memory in MiB`, mib, most.processMib);
  }
  await demo();
  const rolled = (async () => {
    for (const name of inner) await roll(name);
  })();
  await Promise.all([demo(), rolled]);
  for (const name of fronts) await roll(name);
  await audit();
  await stack('down');
  await up();
  await audit();
  await demo();
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
    env: { COMPOSE_HTTP_TIMEOUT: '300' },
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
  const state = async () =>
    (await daemon.docker(['inspect', '--format', '{{.State.Health.Status}}', await idOf(name)])).trim();
  await until(
    async () => (await state()) === 'healthy',
    () => logs(name),
    300,
  );
}

async function idOf(name: string): Promise<string> {
  return (await stack('ps', '-q', name)).trim();
}

function logs(...names: string[]): Promise<string> {
  return stack('logs', '--no-color', '--tail', '40', ...names);
}

/** One service stopped as an orchestrator would, and started again. Throws unless it ended by itself, in order. */
async function roll(name: ServiceName): Promise<void> {
  const id = await idOf(name);
  await daemon.docker(['stop', '--time', '35', id]);
  const code = (await daemon.docker(['inspect', '--format', '{{.State.ExitCode}}', id])).trim();
  if (code !== '0') throw new Error(`${name} ended with ${code}:\n${await logs(name)}`);
  await daemon.docker(['start', id]);
  await healthy(name);
  say(`${name} was rolled`);
}

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

/** What a container's Node has taken until now. */
async function weigh(name: ServiceName): Promise<{ seconds: number; mib: number }> {
  const script =
    'for p in /proc/[0-9]*; do [ "$(readlink $p/exe)" = /usr/local/bin/node ] && cat $p/stat && grep VmRSS $p/status; done; true';
  const said = await daemon.docker(['exec', await idOf(name), 'bash', '-c', script]);
  const fields = said.split(') ').at(-1)?.split(' ') ?? [];
  const ticks = Number(execFileSync('getconf', ['CLK_TCK']));
  return {
    seconds: (Number(fields[11]) + Number(fields[12])) / ticks,
    mib: Number(/VmRSS:\s+(\d+)/.exec(said)?.[1]) / 1_024,
  };
}

function hold(what: string, is: number, limit: number): void {
  say(`${what}: ${is.toFixed(1)} (at most ${limit})`);
  if (!(is <= limit)) throw new Error(`${what}: ${is.toFixed(1)} instead of at most ${limit}`);
}
