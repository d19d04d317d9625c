import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { restartWhenSaved } from './dev/restart-when-saved.ts';
import { ConfigurationError, type Plan } from './plan.ts';
import { type Development, demoLoginsFolder } from './run-service.ts';
import { root, services } from './services.ts';
import { type Stack, startStack } from './start-stack.ts';
import { watchParent } from './watch-parent.ts';

// npm start: the whole stack in the foreground, until Ctrl-C.
// npm run dev [-- --inspect SERVICE]: the same, and each service starts again when a file of it is saved.

const Logins = z.array(
  z.object({ where: z.string(), who: z.string(), login: z.string(), password: z.string() }),
);

let stack: Stack | undefined;
let ending = false;
const giveUp = new AbortController();

async function end(status: number): Promise<void> {
  if (ending) return;
  ending = true;
  giveUp.abort();
  // Still starting: the start stops what it has started and fails, below.
  if (stack === undefined) return;
  await stack.stop();
  process.exit(status);
}

process.on('SIGINT', () => void end(0));
process.on('SIGTERM', () => void end(0));
process.on('SIGHUP', () => void end(0));
watchParent(() => void end(1));

try {
  const say = (line: string) => ending || console.log(line);
  const development = developmentOf(process.argv.slice(2));
  const env = development === undefined ? {} : { DEVELOPMENT_PICTURES: path.join(root, '.local', 'screens') };
  stack = await startStack({ signal: giveUp.signal, say, development, env });
  void stack.broken.then((why) => {
    if (ending) return;
    console.error(
      `${why}; stopping everything. Its log is in ${path.join(stack?.plan.stateFolder ?? '', 'log')}`,
    );
    return end(1);
  });
  if (!ending) {
    console.log(
      `\n${addresses(stack)}\n${logins(stack.plan)}${aboutSecondFactor(stack)}${aboutWatching(stack)}`,
    );
    if (development !== undefined) console.log(previews(stack.plan));
    if (development !== undefined) restartWhenSaved(stack, say);
    console.log('ready');
  }
} catch (error) {
  // Ctrl-C while starting makes the steps under way fail: that is no news.
  if (!ending) console.error(error instanceof Error ? error.message : error);
  if (!ending && !(error instanceof ConfigurationError) && process.env.LOG_LEVEL === 'debug')
    console.error(error);
  process.exit(ending ? 0 : 1);
}

/** Undefined where nobody is writing the services. */
function developmentOf(args: string[]): Development | undefined {
  const options = { watch: { type: 'boolean' }, inspect: { type: 'string' } } as const;
  const { watch, inspect } = parseArgs({ args, options }).values;
  if (!watch) return undefined;
  const inspected = services.find(({ name }) => name === inspect)?.name;
  if (inspect !== undefined && inspected === undefined)
    throw new ConfigurationError([`--inspect ${services.map(({ name }) => name).join('|')}`]);
  return { inspected };
}

function addresses({ plan, names }: Stack): string {
  const rows = [
    { name: 'patron-web', what: '利用者のページ', where: plan.env.PATRON_WEB_URL },
    { name: 'staff-web', what: '職員のページ', where: plan.env.STAFF_WEB_URL },
    { name: 'temporal', what: 'Temporal UI', where: plan.env.TEMPORAL_UI_URL },
    { name: 'mail', what: 'mail inbox', where: plan.env.SES_ENDPOINT },
    { name: 'catalog', what: 'catalog API', where: plan.env.CATALOG_URL },
    { name: 'patron', what: 'patron API', where: plan.env.PATRON_URL },
    { name: 'shipping', what: 'shipping API', where: plan.env.SHIPPING_URL },
    { name: 'postgres', what: 'PostgreSQL', where: `127.0.0.1:${plan.ports.postgres}` },
    { name: 'kafka', what: 'Kafka', where: plan.env.KAFKA_BROKERS },
  ];
  return rows
    .filter(({ name }) => names.some((running) => running === name))
    .map(({ what, where }) => `  ${padded(what, 16)}${where}\n`)
    .join('');
}

/** Every page in every state, as the stories of the pages saw them last. */
function previews({ env }: Plan): string {
  return `  ${padded('pictures', 16)}${env.PATRON_WEB_URL}/preview/ ${env.STAFF_WEB_URL}/preview/desks/`;
}

function logins(plan: Plan): string {
  const folder = demoLoginsFolder(plan);
  if (plan.env.DEMO_DATA !== 'on' || !existsSync(folder)) return '';
  return readdirSync(folder)
    .flatMap((file) => Logins.parse(JSON.parse(readFileSync(path.join(folder, file), 'utf8'))))
    .map(
      ({ where, who, login, password }) => `  ${padded(where, 16)}${padded(who, 28)}${login} / ${password}\n`,
    )
    .join('');
}

/** A stranger is told that the staff's sign-in is easier here than it is anywhere else, and how to see the real one. */
function aboutSecondFactor({ plan, names }: Stack): string {
  if (plan.env.STAFF_SECOND_FACTOR !== 'off' || !names.includes('staff-web')) return '';
  return '  staff sign in without a second factor here; with it: STAFF_SECOND_FACTOR=required npm start\n';
}

/** How somebody looks at what the processes tell of themselves, in one line; a token that was given is on no terminal. */
function aboutWatching({ plan: { env } }: Stack): string {
  const isOurs = env.METRICS_TOKEN?.startsWith('local-only-');
  const token = isOurs ? env.METRICS_TOKEN : '$METRICS_TOKEN';
  const collector = env.OTEL_EXPORTER_OTLP_ENDPOINT;
  const traces = collector
    ? `sent to ${collector}`
    : 'OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318 npm start';
  return `  to look inside: processes in the Temporal UI; numbers: curl -H "Authorization: Bearer ${token}" ${env.CATALOG_URL}/metrics (dashboard and alerts: infra/production/watching); traces: ${traces}\n`;
}

/** Fills up to a width on the terminal, where a Japanese character takes two columns. */
function padded(text: string, width: number): string {
  const columns = [...text].reduce((sum, char) => sum + (char > '\u2e7f' ? 2 : 1), 0);
  return text + ' '.repeat(Math.max(1, width - columns));
}
