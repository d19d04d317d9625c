import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, services } from '../services.ts';
import { makeProductionFolder } from './production-folder.ts';
import type { Production } from './production-stack.ts';
import { typedWith } from './typed-lines.ts';

/** Where they are known as `postgres.…`, `kafka-1.…` and `temporal.…`. */
const domain = 'engines.example.jp';
const hosts = ['postgres', 'kafka-1', 'kafka-2', 'kafka-3', 'temporal'];

/** What whoever runs the engines gives away, and as what docs/deploy.md has it. */
const given = {
  'ca.pem': 'engines-ca.pem',
  'toshobin.pem': 'temporal-client.pem',
  'toshobin.key': 'temporal-client.key',
};

interface Trial {
  readonly library: Production;
  readonly engines: Production;
  readonly say: (line: string) => void;
}

/**
 * A library whose engines are somebody else's: in another folder, with another authority, reached by the ports that they publish
 * and by names that only others call them. They are started again, and lost; what is typed for them stands in docs/deploy.md.
 */
export async function useEnginesElsewhere(trial: Trial): Promise<void> {
  const { library, engines, say } = trial;
  makeEnginesFolder(engines.at);
  await beginEmpty(engines);
  say('PostgreSQL and three brokers, of another authority, know nobody yet');
  makeProductionFolder(library.at);
  library.set('RELEASE', '0.2.0');
  await letIn(trial);
  await library.up();
  say('every service is healthy, on engines elsewhere');
  say(await library.found());
  say(await library.live('begin'));
  await engines.stack('restart', ...hosts);
  say(`the engines were started again: all answer after ${await library.allAnswer(300)} s`);
  await restoreIntoEmpty(trial);
  await backUpWithoutTemporal(trial);
  await library.stop();
  await engines.stack('stop');
}

/** What both sides give each other. */
async function letIn({ library, engines }: Trial): Promise<void> {
  const secret = (of: Production, name: string) => path.join(of.at, 'secrets', name);
  for (const [theirs, ours] of Object.entries(given))
    cpSync(secret(engines, theirs), path.join(library.at, ours));
  layNames(library.at);
  await library.typed(typedHere('DATABASES_AT'));
  for (const password of [...kafkaPasswords, 'temporal-database-password'])
    cpSync(secret(library, password), secret(engines, password));
  await engines.stack('up', '-d', 'kafka-login', 'temporal', 'temporal-ui');
}

/** The night's backup, into engines that know nobody again. */
async function restoreIntoEmpty({ library, engines, say }: Trial): Promise<void> {
  const night = await library.typed('sh night.sh');
  if (!/^temporal_visibility: \d+ rows/m.test(night) || !night.includes('backup.json: whole'))
    throw new Error(`No backup with Temporal's two databases was made:\n${night}`);
  say("a backup with Temporal's two databases, an audit without a contradiction");
  await library.stop();
  await beginEmpty(engines);
  const asDba = typedHere('DATABASES_AT')
    .split('\n')
    .filter((line) => line.includes('PGPASSWORD'));
  await library.typed(asDba.join('\n'));
  await engines.typed(typedWith('Backup and restore', 'docker wait'));
  const [backup = ''] = readdirSync(path.join(library.at, 'backups'));
  await library.run('operator', 'restore', '--from', `/backups/${backup}`);
  await engines.stack('up', '-d', 'temporal', 'temporal-ui');
  say(`restored into empty engines elsewhere: ${await library.goOn()}`);
}

async function backUpWithoutTemporal({ library, say }: Trial): Promise<void> {
  await library.typed(typedHere('temporal-visibility-database-url'));
  const said = await library.run('operator', 'backup', '--to', '/backups/without');
  if (!said.includes('temporal: NOT in this backup') || !said.includes('backup.json: whole'))
    throw new Error(`No backup without Temporal's was made:\n${said}`);
  say("a backup without Temporal's, which says so");
}

/** Who makes roles and databases there may do no more than that. */
async function beginEmpty(engines: Production): Promise<void> {
  await engines.down();
  await engines.stack('up', '-d', '--wait', ...hosts.slice(0, -1));
  const role = `"CREATE ROLE dba LOGIN CREATEROLE CREATEDB PASSWORD '$PGPASSWORD'"`;
  const psql = 'docker compose exec -T -e PGPASSWORD postgres psql -v ON_ERROR_STOP=1 -U postgres';
  await engines.typed(`export PGPASSWORD=$(cat secrets/postgres-password)\n${psql} -c ${role}`);
}

/** What docs/deploy.md has typed, with the addresses of here, all on one machine, and the password of whoever may make roles. */
function typedHere(words: string): string {
  const lines = typedWith('Engines elsewhere', words, 'docs/deploy.md')
    .replaceAll(/(kafka-(\d)\.yours\.jp):9092/g, '$1:1909$2')
    .replaceAll('yours.jp', domain)
    .replace('docker run', `docker run --add-host postgres.${domain}:host-gateway`);
  return `export PGPASSWORD=$(cat ../engines/secrets/postgres-password)\n${lines}`;
}

/** engines.yml alone, on what could be another machine; its roles and databases are made by whoever comes. */
function makeEnginesFolder(at: string): void {
  rmSync(at, { recursive: true, force: true });
  cpSync(path.join(root, 'infra/production'), at, { recursive: true });
  const settings = ['COMPOSE_FILE=engines.yml:published.yml', 'TEMPORAL_NAMESPACE=toshobin', ''];
  writeFileSync(path.join(at, '.env'), settings.join('\n'));
  writeFileSync(path.join(at, 'published.yml'), published);
  const certified = `sed -i 's/named=$name$/named="$name $name.${domain}"/' certify.sh && sh certify.sh`;
  const nobody = 'sh draw-secrets.sh && : > secrets/databases.sql';
  execFileSync('sh', ['-euc', `${certified} && ${nobody}`], { cwd: at, stdio: 'pipe' });
}

/** The administrator's, and those of the processes that know Kafka. */
const kafkaPasswords = ['', 'catalog-', 'patron-', 'shipping-', 'workflows-', 'staff-web-'].map(
  (whose) => `${whose}kafka-password`,
);

/** Whom engines.yml has wait is in the library's folder. */
const waiting = ['topics', ...services.map(({ name }) => `prepare-${name}`)];

const published = `
name: engines
services:
  postgres: { ports: ["5432:5432"] }
${[1, 2, 3].map(broker).join('\n')}
  temporal: { ports: ["7233:7233"] }
${waiting.map((name) => `  ${name}: { image: none, profiles: [library] }`).join('\n')}
secrets:
  ca.pem: { file: ./secrets/ca.pem }
${kafkaPasswords.map((name) => `  ${name}: { file: ./secrets/${name} }`).join('\n')}
`;

function broker(n: number): string {
  const told = `CLIENTS://kafka-${n}.${domain}:1909${n},BROKERS://kafka-${n}:9093`;
  return `  kafka-${n}: { ports: ["1909${n}:9092"], environment: { KAFKA_ADVERTISED_LISTENERS: "${told}" } }`;
}

/** In place of a name server: what the library's containers know the engines by. */
function layNames(at: string): void {
  const extra_hosts = hosts.map((host) => `${host}.${domain}:host-gateway`);
  const asking = [...waiting, ...services.map(({ name }) => name), 'operator'];
  const known = { services: Object.fromEntries(asking.map((name) => [name, { extra_hosts }])) };
  writeFileSync(path.join(at, 'names.yml'), JSON.stringify(known));
  execFileSync('sed', ['-i', 's/:trial.yml/&:names.yml/', '.env'], { cwd: at });
  appendFileSync(path.join(at, '.env'), 'COMPOSE_PROJECT_NAME=elsewhere\n');
}
