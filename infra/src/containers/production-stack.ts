import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, type ServiceName, services } from '../services.ts';
import { type Daemon, until } from './daemon.ts';
import { founding } from './production-folder.ts';
import { typedWith } from './typed-lines.ts';

/** What the containers run on. */
export interface Machine {
  readonly daemon: Daemon;
  /** Ends the engine with all that it runs, and starts it: what was running comes back by itself, or not. */
  restart(): Promise<void>;
}

/** One folder of a production, as its operator and its people reach it. */
export class Production {
  readonly machine: Machine;
  readonly at: string;
  /** Where Docker's client finds compose. */
  readonly client: string;

  constructor(machine: Machine, at: string, client: string) {
    this.machine = machine;
    this.at = at;
    this.client = client;
  }

  get daemon(): Daemon {
    return this.machine.daemon;
  }

  /** A setting of .env from now on. */
  set(name: string, value: string): void {
    const file = path.join(this.at, '.env');
    const settings = readFileSync(file, 'utf8');
    writeFileSync(file, settings.replace(new RegExp(`^${name}=.*`, 'm'), `${name}=${value}`));
  }

  stack(...args: string[]): Promise<string> {
    return this.asking(['docker', 'compose', ...args]);
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

  /** What the pages show for a certificate. */
  certificate(): Promise<string> {
    const host = ['-connect', '127.0.0.1:443', '-servername', 'library.example.jp'];
    const asked = `openssl s_client ${host.join(' ')} < /dev/null | openssl x509 -noout -subject`;
    return this.daemon.inside(['bash', '-c', asked]);
  }

  /** Waits until each of our processes says that it lacks nothing, as the runbook has them asked; how many seconds that took. */
  async allAnswer(within: number): Promise<number> {
    const [asked = ''] = /^for[\s\S]*^done$/m.exec(typedWith('First look', '/readyz')) ?? [];
    const begun = Date.now();
    let said = '';
    const answer = async () => {
      said = await this.typed(asked).catch(String);
      return (said.match(/^200 /gm) ?? []).length >= services.length;
    };
    await until(answer, () => said, within);
    return Math.round((Date.now() - begun) / 1_000);
  }

  /** A line of an operator's shell in this folder, and what it printed. */
  typed(line: string): Promise<string> {
    return this.asking(['sh', '-euc', line]);
  }

  private asking(words: readonly string[]): Promise<string> {
    return this.daemon.asking(words, { cwd: this.at, env: { DOCKER_CONFIG: this.client } });
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

  /** The first administrator, and with that code a library that lends; the last line of what was seen of it. */
  async found(): Promise<string> {
    const [heading, page] = founding;
    const line = typedWith(heading, 'staff-account', page).replace('exec staff-web', 'exec -T staff-web');
    const made = await this.typed(line.replace(/NAME$/m, 'first'));
    const code = /set-up code +(\S+)/.exec(made)?.[1];
    if (code === undefined) throw new Error(`No administrator was made:\n${made}`);
    return this.live('found', code);
  }

  /** Started after a restore, as the runbook has it, and used; what was seen of that. */
  async goOn(): Promise<string> {
    await this.up();
    await this.run('operator', 'reconcile', '--all');
    await this.run('operator', 'audit');
    return `the audit finds no contradiction; ${await this.live('end')}`;
  }

  async up(...args: string[]): Promise<void> {
    await this.stack('up', '-d', '--no-build', ...args).catch(async (fault: unknown) => {
      throw new Error(`${fault}\n${await this.stack('ps')}\n${await this.logs()}`);
    });
    for (const { name } of services) for (const id of await this.idsOf(name)) await this.healthy(name, id);
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
