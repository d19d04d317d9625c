import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { compiled } from '../engines/compiled.ts';
import { changeEngines, changeUnheard } from './change-over.ts';
import { changeRelease } from './change-release.ts';
import { useEnginesElsewhere } from './engines-elsewhere.ts';
import { decidedByTheLibrary, makeFolderAnew, makeProductionFolder } from './production-folder.ts';
import { type Machine, Production } from './production-stack.ts';
import { typedUnder, typedWith } from './typed-lines.ts';
import { watchProduction } from './watch-production.ts';

type Say = (line: string) => void;

/**
 * The last release, which the library is founded with, and what is in the working tree, as docs/runbook.md names them; and that
 * with a changed process.
 */
export const releases = { before: 'toshobin:0.1.0', next: 'toshobin:0.2.0', changed: 'toshobin:0.3.0' };

interface Trial {
  readonly production: Production;
  /** The new machine onto which it is restored. */
  readonly anew: Production;
  /** Another library, and engines that it reaches as if on another machine. */
  readonly elsewhere: { readonly library: Production; readonly engines: Production };
  readonly say: Say;
}

/** What it consists of, one after the other; each begins with what the one before has left. */
const steps: Readonly<Record<string, (trial: Trial) => Promise<void>>> = {
  found,
  async forth({ production, say }) {
    say(await production.live('begin'));
    await changeRelease(production, 'A new release', say);
    say(await production.live('end'));
  },
  async back({ production, say }) {
    say(await production.live('begin'));
    await changeRelease(production, 'Back to the release before', say);
    say(await production.live('end'));
  },
  async again({ production, say }) {
    production.set('RELEASE', '0.2.0');
    await production.up();
    say('the new release is back, one of each process, at once and with a pause');
  },
  async changed({ production, say }) {
    say(await production.live('begin'));
    await changeRelease(production, 'A new release', say, '0.3.0');
    say(await production.live('end'));
    await namesWhatIsNew(production, say);
  },
  unheard: ({ production, say }) => changeUnheard(production, say),
  engines: ({ production, say }) => changeEngines(production, say),
  restarts,
  async night({ production, say }) {
    await production.up();
    say(await production.live('begin'));
    const said = await production.typed('sh night.sh');
    if (!said.includes('backup.json: whole')) throw new Error(`No backup was made:\n${said}`);
    say('the night went through: a backup, an audit without a contradiction, no certificate about to end');
  },
  watched: ({ production, say }) => watchProduction(production, say),
  restore,
  elsewhere,
};

/**
 * What docs/deploy.md and docs/runbook.md have an operator do, from an empty folder to a library that lends: infra/production with
 * its own engines, TLS and credentials at every door; another release and back, secrets and certificates changed over, a broker
 * away, while people work; the machine started again; the night, and its backup on a new machine; and a library whose engines are
 * elsewhere. SES is an emulator behind TLS here.
 * What went wrong is left as it is: the step that is named goes on there.
 */
export async function tryProduction(
  machine: Machine,
  folder: string,
  say: Say,
  from = 'found',
): Promise<void> {
  const client = composeClient(folder, say);
  const folderOf = (name: string) => new Production(machine, path.join(folder, name), client);
  const [production, anew] = [folderOf('production'), folderOf('anew')];
  const elsewhere = { library: folderOf('elsewhere'), engines: folderOf('engines') };
  const names = Object.keys(steps);
  if (!names.includes(from)) throw new Error(`${from} is none of the steps: ${names.join(', ')}`);
  // What a trial that was cut off has left may be half a folder, which is taken down by nothing it says.
  if (from === 'found') {
    const volumes = (await machine.daemon.docker(['volume', 'ls', '--quiet'])).split('\n').filter(Boolean);
    if (volumes.length > 0) await machine.daemon.docker(['volume', 'rm', ...volumes]);
    await machine.daemon.docker(['network', 'prune', '--force']);
  }
  for (const name of names.slice(names.indexOf(from))) {
    await steps[name]?.({ production, anew, elsewhere, say }).catch((fault: unknown) => {
      say(`${name} went wrong; npm run containers -- production ${name} goes on there`);
      throw fault;
    });
  }
  for (const one of [production, anew, elsewhere.library, elsewhere.engines])
    if (existsSync(one.at)) await one.down();
}

/** The client that docs/deploy.md asks for, where Docker's looks for it: the folder of its configuration. */
function composeClient(folder: string, say: Say): string {
  const at = compiled('compose', { 'docker-compose': 'github.com/docker/compose/v2/cmd' }, say);
  const client = path.join(folder, 'client');
  mkdirSync(path.join(client, 'cli-plugins'), { recursive: true });
  cpSync(at('docker-compose'), path.join(client, 'cli-plugins/docker-compose'));
  return client;
}

/** From an empty folder to a library that lends, with the last release. */
async function found({ production, say }: Trial): Promise<void> {
  makeProductionFolder(production.at);
  await asksForItsLibraries(production);
  say('a list of libraries that is not there stops it before anything starts');
  say('up, in production');
  await production.up();
  say('every service is healthy, on engines that let nobody in who does not say who it is');
  await lookAround(production, say);
  say(await production.found());
}

/** What is misspelt in .env is said, and not made a folder. */
async function asksForItsLibraries(production: Production): Promise<void> {
  production.set('LIBRARIES', './libraries-of-ours.json');
  const said = await production.stack('up', '-d', '--no-build').then(() => 'it came up', String);
  if (!/does not exist: .*libraries-of-ours\.json/.test(said) || (await production.stack('ps', '-q')) !== '')
    throw new Error(`Without a list of libraries:\n${said}`);
  production.set('LIBRARIES', decidedByTheLibrary.LIBRARIES ?? '');
}

/** PostgreSQL, then the machine: nobody does anything, and everything is there again. */
async function restarts({ production, say }: Trial): Promise<void> {
  await production.up();
  say(await production.live('begin'));
  await production.typed('docker compose restart postgres');
  say(`PostgreSQL was started again: all answer after ${await production.allAnswer(60)} s`);
  await production.machine.restart();
  say(`the machine was started again: all answer after ${await production.allAnswer(300)} s, by themselves`);
  say(await production.live('end'));
}

/** The night's backup on a new machine, by the runbook. */
async function restore({ production, anew, say }: Trial): Promise<void> {
  await production.stop();
  say('everything ended in order');
  const night = readdirSync(path.join(production.at, 'backups')).sort().at(-1) ?? '';
  await anew.down().catch(() => undefined);
  makeFolderAnew(anew.at, production.at, night);
  const said = await anew.typed(typedWith('Backup and restore', 'docker wait'));
  if (!/^0\n0\n/m.test(said)) throw new Error(`The engines are not ready:\n${said}`);
  await anew.run('operator', 'restore', '--from', `/backups/${night}`);
  say('restored into the empty engines of another folder');
  say(await anew.goOn());
  await anew.stop();
}

/** A library of its own, once the others stand still: they publish the same ports. */
async function elsewhere({ production, anew, elsewhere: { library, engines }, say }: Trial): Promise<void> {
  for (const other of [production, anew]) if (existsSync(other.at)) await other.stack('stop');
  for (const one of [library, engines]) await one.down().catch(() => undefined);
  await useEnginesElsewhere({ library, engines, say });
}

/** What a changed process has begun the release before could not go on with: its `replay` says so, and an operator mends forward. */
async function namesWhatIsNew(production: Production, say: Say): Promise<void> {
  say(await production.live('begin'));
  const [back = '', asks = ''] = typedUnder('Back to the release before')[0]?.split('\n') ?? [];
  await production.typed(back.replace('0.1.0', '0.2.0'));
  const said = await production.typed(`${asks} || echo "ended with $?"`);
  production.set('RELEASE', '0.3.0');
  if (!said.includes('ended with 1')) throw new Error(`It would go on with what is new:\n${said}`);
  say(`of the release before ${/^replay: .*$/m.exec(said)?.[0]}`);
  say(await production.live('end'));
}

/** A program that prints what is answered there, or that nothing is. */
const asks = (address: string): string =>
  `fetch('${address}').then(({ status }) => status, () => 'nothing').then((told) => process.stdout.write(String(told)))`;

/** A program that shows Temporal the certificate by which a web is asked; who is let in is told the settings of HTTP/2 at once. */
const showsTemporal = `const { readFileSync } = require('node:fs');
const [ca, cert, key] = ['ca.pem', 'processes.pem', 'processes.key'].map((name) => readFileSync('/run/secrets/' + name));
const say = (what) => { process.stdout.write(what); process.exit(); };
require('node:tls').connect({ host: 'temporal', port: 7233, ca, cert, key, ALPNProtocols: ['h2'] })
  .on('data', () => say('let in')).on('error', ({ code }) => say(/ALERT|RESET/.test(code) ? 'refused' : code)).on('close', () => say('closed'));
setTimeout(say, 10000, 'nothing');`;

/** What is to be had from outside, and what is not. */
async function lookAround(production: Production, say: Say): Promise<void> {
  await production.page('https://desk.library.example.jp/set-up');
  for (const hidden of ['metrics', 'readyz'])
    await production.page(`https://library.example.jp/${hidden}`).then(
      () => {
        throw new Error(`/${hidden} is there for everybody`);
      },
      () => undefined,
    );
  const reach = (address: string) =>
    production.stack('exec', '-T', 'proxy', 'bash', '-c', `exec 3<> /dev/tcp/${address}`);
  await reach('patron-web/4000');
  for (const inner of ['catalog/4010', 'workflows/4013', 'postgres/5432', 'temporal/7233'])
    await reach(inner).then(
      () => {
        throw new Error(`The proxy reaches ${inner}`);
      },
      () => undefined,
    );
  // A web that is broken into: what it has, and whom it reaches.
  const fromWeb = (program: string) => production.stack('exec', '-T', 'patron-web', 'node', '-e', program);
  for (const open of ['temporal-ui:8080', 'alertmanager:9093'])
    if ((await fromWeb(asks(`http://${open}/`))) !== 'nothing') throw new Error(`A web reaches ${open}`);
  const letIn = await fromWeb(showsTemporal);
  if (letIn !== 'refused') throw new Error(`Temporal answers the certificate of a web: ${letIn}`);
  const ask = (protocol: string) =>
    production.stack('exec', '-T', 'staff-web', 'node', '-e', asks(`${protocol}://catalog:4010/readyz`));
  const [byTls, plain] = [await ask('https'), await ask('http')];
  if (byTls !== '200' || plain === '200') throw new Error(`The catalog answers ${byTls} and ${plain}`);
  const topics = await production.run(
    '--entrypoint',
    'node',
    'topics',
    'compiled/infra/src/prepare.js',
    'topics',
  );
  if (topics.includes('made')) throw new Error(`The topics were made again:\n${topics}`);
  const asked = ['curl', '-sS', '--max-time', '10', 'http://127.0.0.1:8233/api/v1/namespaces/toshobin'];
  const namespace = await production.daemon.inside(asked);
  if (!namespace.includes('toshobin')) throw new Error(`The operators see no namespace:\n${namespace}`);
  say('the operators see the processes, at the machine alone');
}
