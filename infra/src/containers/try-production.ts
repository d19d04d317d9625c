import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { root, type ServiceName, services } from '../services.ts';
import { type Daemon, until } from './daemon.ts';
import { makeProductionFolder } from './production-folder.ts';

type Say = (line: string) => void;

/**
 * What docs/deploy.md has an operator do, from an empty folder to a library that lends: infra/production with its own engines, TLS
 * and credentials at every door, a first administrator, a reservation and its mails; each process rolled while people work;
 * backed up, and restored elsewhere. SES is an emulator behind TLS here.
 */
export async function tryProduction(daemon: Daemon, folder: string, say: Say): Promise<void> {
  const at = path.join(folder, 'production');
  makeProductionFolder(at);
  const production = new Production(daemon, at);
  const elsewhere = path.join(folder, 'elsewhere');
  const begun = [production];
  try {
    say('up, in production');
    await production.up();
    say('every service is healthy, on engines that let nobody in who does not say who it is');
    await lookAround(production, say);

    const made = await production.run(
      'staff-web',
      'node',
      'infra/run.mjs',
      'staff-account',
      'administrator',
      'first',
    );
    const code = /set-up code +(\S+)/.exec(made)?.[1];
    if (code === undefined) throw new Error(`No administrator was made:\n${made}`);
    say(await production.live('found', code));

    await rollUnderWork(production, say);

    say(await production.live('begin'));
    const kept = await production.run('operator', 'backup', '--to', '/backups/trial');
    if (!kept.includes('backup.json: whole')) throw new Error(`No backup was made:\n${kept}`);
    say('backed up, while it runs');
    await production.stop();
    say('everything ended in order');
    await production.down();

    rmSync(elsewhere, { recursive: true, force: true });
    execFileSync('cp', ['-a', at, elsewhere]);
    const settings = path.join(elsewhere, '.env');
    writeFileSync(settings, readFileSync(settings, 'utf8').replace('=production\n', '=elsewhere\n'));
    const another = new Production(daemon, elsewhere);
    begun.push(another);
    await another.upWithoutServices();
    await another.run('operator', 'restore', '--from', '/backups/trial');
    say('restored into the empty engines of another folder');
    await another.up();
    await another.run('operator', 'reconcile', '--all');
    await another.run('operator', 'audit');
    say('the audit finds no contradiction');
    say(await another.live('end'));
    await another.stop();
  } finally {
    for (const one of begun) await one.down().catch((fault: unknown) => console.error(String(fault)));
  }
}

/** One folder of a production, as its operator and its people reach it. */
class Production {
  readonly daemon: Daemon;
  readonly at: string;

  constructor(daemon: Daemon, at: string) {
    this.daemon = daemon;
    this.at = at;
  }

  stack(...args: string[]): Promise<string> {
    return this.daemon.compose(args, { cwd: this.at, env: { COMPOSE_HTTP_TIMEOUT: '300' } });
  }

  logs(...names: string[]): Promise<string> {
    return this.stack('logs', '--no-color', '--tail', '40', ...names);
  }

  run(...args: string[]): Promise<string> {
    return this.stack('run', '--rm', '-T', '--no-deps', ...args);
  }

  /** A page as a browser asks for it; throws unless it is there. */
  page(address: string): Promise<string> {
    const host = new URL(address).hostname;
    const trusted = ['--cacert', path.join(this.at, 'secrets/ca.pem'), '--resolve', `${host}:443:127.0.0.1`];
    return this.daemon.inside(['curl', '-sS', '--fail', ...trusted, address]);
  }

  /** What people do, and the last line of what was seen of it. */
  async live(...phase: string[]): Promise<string> {
    const script = 'system-tests/src/production/live-in-production.ts';
    const words = [process.execPath, '--import', './infra/jsx.mjs', script, ...phase];
    const named = ['unshare', '--mount', 'bash', '-c', 'mount --bind "$0" /etc/hosts && exec "$@"'];
    const said = await this.daemon.inside([...named, path.join(this.at, 'hosts'), ...words], {
      cwd: root,
      env: {
        PATRON_WEB_URL: 'https://library.example.jp',
        STAFF_WEB_URL: 'https://desk.library.example.jp',
        SES_ENDPOINT: 'http://127.0.0.1:4003',
        NODE_EXTRA_CA_CERTS: path.join(this.at, 'secrets/ca.pem'),
        STATE: path.join(this.at, 'state.json'),
      },
    });
    return said.trimEnd().split('\n').at(-1) ?? '';
  }

  async up(...args: string[]): Promise<void> {
    await this.stack('up', '-d', '--no-build', ...args).catch(async (fault: unknown) => {
      throw new Error(`${fault}\n${await this.stack('ps')}\n${await this.logs()}`);
    });
    for (const { name } of services) for (const id of await this.idsOf(name)) await this.healthy(name, id);
  }

  /** The engines, with what makes Temporal's schema; not its server, and nothing of ours. */
  async upWithoutServices(): Promise<void> {
    await this.stack('up', '-d', '--no-build', 'kafka-login', 'temporal-schema');
    for (const name of ['kafka-login', 'temporal-schema'])
      for (const id of await this.idsOf(name)) await this.daemon.docker(['wait', id]);
  }

  async idsOf(name: string): Promise<string[]> {
    return (await this.stack('ps', '-aq', name)).trim().split('\n').filter(Boolean);
  }

  async healthy(name: ServiceName, id: string): Promise<void> {
    const isHealthy = async () => (await this.told(id, '.State.Health.Status')) === 'healthy';
    await until(isHealthy, () => this.logs(name), 300);
  }

  async told(id: string, what: string): Promise<string> {
    return (await this.daemon.docker(['inspect', '--format', `{{${what}}}`, id])).trim();
  }

  async endedInOrder(name: ServiceName, id: string): Promise<void> {
    const code = await this.told(id, '.State.ExitCode');
    if (code !== '0') throw new Error(`${name} ended with ${code}:\n${await this.logs(name)}`);
  }

  async stop(): Promise<void> {
    await this.stack('stop');
    for (const { name } of services)
      for (const id of await this.idsOf(name)) await this.endedInOrder(name, id);
  }

  async down(): Promise<void> {
    await this.stack('down', '--volumes');
  }
}

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

/** Two of each process, each stopped and started again while people reserve, fetch, hand out and take back. */
async function rollUnderWork(production: Production, say: Say): Promise<void> {
  await production.up(...services.flatMap(({ name }) => ['--scale', `${name}=2`]));
  say('two of each process are healthy');
  const enough = path.join(production.at, 'enough');
  rmSync(enough, { force: true });
  const rolled = (async () => {
    try {
      await wait(10_000);
      for (const { name } of services) {
        for (const id of await production.idsOf(name)) {
          await production.daemon.docker(['stop', id]);
          await production.endedInOrder(name, id);
          await production.daemon.docker(['start', id]);
          await production.healthy(name, id);
        }
        say(`both of ${name} were rolled`);
      }
    } finally {
      writeFileSync(enough, '');
    }
  })();
  const [said] = await Promise.all([production.live('work', enough), rolled]);
  say(said);
}
