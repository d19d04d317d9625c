import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { root, services } from '../services.ts';
import { until } from './daemon.ts';
import type { Production } from './production-stack.ts';

type Say = (line: string) => void;

/** The process whose end is to be seen. */
const stopped = 'shipping';

/** What of watching/ is quicker in the trial: a library waits for minutes before it wakes anybody. */
const quicker: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'prometheus.yml': { 'interval: 15s': 'interval: 2s' },
  'alerts.yml': { 'for: 2m': 'for: 10s' },
  'alertmanager.yml': { 'group_wait: 30s': 'group_wait: 2s', 'group_interval: 5m': 'group_interval: 5s' },
};

/** The text of a file of watching/ with quicker times; throws where it has none of those. */
export function quickened(name: string, text: string): string {
  return Object.entries(quicker[name] ?? {}).reduce((made, [slow, quick]) => {
    if (!made.includes(slow)) throw new Error(`${name} has no ${slow}`);
    return made.replaceAll(slow, quick);
  }, text);
}

const AlertSchema = z.object({
  labels: z.object({ alertname: z.string(), instance: z.string().optional() }),
  annotations: z.object({ summary: z.string(), runbook: z.string() }),
});
type Alert = z.output<typeof AlertSchema>;
const Targets = z.object({ data: z.object({ activeTargets: z.array(z.object({ health: z.string() })) }) });
const Answer = z.object({
  data: z.object({ result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })) }),
});
const Told = z.object({ alerts: z.array(AlertSchema.extend({ status: z.enum(['firing', 'resolved']) })) });

/**
 * Prometheus reads each process and how old the backup is; what a night found wrong is an alert; a process that is stopped
 * reaches whoever takes alerts, with its page of the runbook, and so does its coming back. By quicker times than a library's,
 * which are put back.
 */
export async function watchProduction(production: Production, say: Say): Promise<void> {
  const files = Object.keys(quicker).map((name) => ({
    name,
    file: path.join(production.at, 'watching', name),
  }));
  const before = files.map(({ file }) => ({ file, text: readFileSync(file, 'utf8') }));
  const webhook = path.join(production.at, 'secrets/alerts-webhook');
  const begunAnew = () => production.stack('restart', 'prometheus', 'alertmanager');
  const said = async () =>
    `${await production.logs('prometheus', 'alertmanager')}\n${await heardBy(production)}`;
  const sees = (what: () => Promise<boolean>) => until(() => what().catch(() => false), said, 180);
  await openSink(production);
  try {
    for (const { name, file } of files) writeFileSync(file, quickened(name, readFileSync(file, 'utf8')));
    writeFileSync(webhook, `http://${sink}:8080/\n`);
    await begunAnew();
    await sees(async () => (await healthOfTargets(production)).every((health) => health === 'up'));
    say('Prometheus reads each of our processes');
    await sees(async () => (await backupAge(production)) < 26 * 3_600);
    say('it knows how old the last whole backup is');

    await nightWithout(production, 'secrets/about-to-end.pem');
    await sees(async () =>
      (await firing(production)).some(({ labels }) => labels.alertname === 'NightFailed'),
    );
    say('a night found a certificate that is about to end, and Alertmanager has it');

    await production.stack('stop', stopped);
    await sees(async () => (await firing(production)).some(isOfStopped));
    await sees(async () => (await told(production, 'firing')) !== undefined);
    const page = pageOf((await told(production, 'firing'))?.annotations.runbook ?? '');
    say(`${stopped} is stopped: whoever takes alerts is told, with the page ${page} of the runbook`);
    await production.stack('start', stopped);
    await sees(async () => (await told(production, 'resolved')) !== undefined);
    say(`${stopped} is back, which is told as well`);
  } finally {
    for (const { file, text } of before) writeFileSync(file, text);
    writeFileSync(webhook, '');
    await begunAnew();
    await production.daemon.docker(['rm', '--force', sink]);
  }
}

/** A night that ends with 1 for one certificate, which is taken away again. */
async function nightWithout(production: Production, certificate: string): Promise<void> {
  const file = path.join(production.at, certificate);
  const key = ['-newkey', 'rsa:2048', '-nodes', '-keyout', '/dev/null', '-subj', '/CN=x'];
  execFileSync('openssl', ['req', '-x509', ...key, '-days', '2', '-out', file], { stdio: 'pipe' });
  const said = await production.typed('sh night.sh 2>&1 || echo "ended with $?"');
  rmSync(file);
  if (!said.includes(`${certificate}: ends within 30 days`) || !said.includes('ended with 1'))
    throw new Error(`The night did not mind:\n${said}`);
}

/** Whoever takes alerts: it writes down what it is told, a line each. */
const sink = 'takes-alerts';
const takesAlerts = `require('http').createServer((request, response) => {
  let body = '';
  request.on('data', (part) => (body += part)).on('end', () => { console.log(body); response.end(); });
}).listen(8080)`;

/** In the network of Alertmanager, by an image that is there. */
async function openSink(production: Production): Promise<void> {
  const [alertmanager = ''] = await production.idsOf('alertmanager');
  const network = await production.told(
    alertmanager,
    'range $name, $_ := .NetworkSettings.Networks}}{{$name}}{{end',
  );
  const [catalog = ''] = await production.idsOf('catalog');
  const image = await production.told(catalog, '.Config.Image');
  const runs = ['run', '--detach', '--name', sink, '--network', network, image];
  await production.daemon.docker([...runs, 'node', '-e', takesAlerts]);
}

function heardBy(production: Production): Promise<string> {
  return production.daemon.docker(['logs', sink]);
}

async function told(production: Production, status: 'firing' | 'resolved'): Promise<Alert | undefined> {
  const lines = (await heardBy(production)).split('\n').filter(Boolean);
  const alerts = lines.flatMap((line) => Told.parse(JSON.parse(line)).alerts);
  return alerts.find((alert) => alert.status === status && isOfStopped(alert));
}

function isOfStopped({ labels }: Alert): boolean {
  return labels.alertname === 'ProcessAway' && labels.instance?.startsWith(`${stopped}:`) === true;
}

async function healthOfTargets(production: Production): Promise<string[]> {
  const answer = Targets.parse(await asked(production, 'http://127.0.0.1:9090/api/v1/targets'));
  const targets = answer.data.activeTargets.map(({ health }) => health);
  return targets.length === services.length ? targets : ['not read yet'];
}

/** In seconds; not a number where Prometheus has not heard of it. */
async function backupAge(production: Production): Promise<number> {
  const query = 'http://127.0.0.1:9090/api/v1/query?query=toshobin_last_backup_seconds';
  return Number(Answer.parse(await asked(production, query)).data.result[0]?.value[1]);
}

async function firing(production: Production): Promise<Alert[]> {
  return z.array(AlertSchema).parse(await asked(production, 'https://alertmanager:9093/api/v2/alerts'));
}

/** On the machine's loopback, as an operator's browser asks by a tunnel; Alertmanager by the name of its certificate. */
async function asked(production: Production, address: string): Promise<unknown> {
  const authority = ['--cacert', path.join(production.at, 'secrets/ca.pem')];
  const there = ['--connect-to', 'alertmanager:9093:127.0.0.1:9093', address];
  const curl = ['curl', '-sS', '--fail', '--max-time', '10', ...authority, ...there];
  return JSON.parse(await production.daemon.inside(curl));
}

/** The heading that an alert leads to; throws where the runbook has none. */
export function pageOf(runbook: string): string {
  const [file = '', anchor = ''] = runbook.split('#');
  const headings = readFileSync(path.join(root, file), 'utf8').match(/^#+ .*$/gm) ?? [];
  const page = headings
    .map((one) => one.replace(/^#+ /, ''))
    .find((one) => one.toLowerCase().replaceAll(' ', '-') === anchor);
  if (page === undefined) throw new Error(`No page ${runbook}`);
  return page;
}
