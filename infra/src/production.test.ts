import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PostageRatesSchema } from '@toshobin/lending-rules';
import { readConfig } from '@toshobin/service';
import { parse } from 'yaml';
import { z } from 'zod';
import { commands } from './commands.ts';
import { decidedByTheLibrary } from './containers/production-folder.ts';
import { root, services } from './services.ts';
import { settingsForTopics, settingsRead, unknownTo } from './testing/settings-read.ts';

// infra/production as text, and what its scripts draw, against what the processes read; nothing here runs a container.

const folder = path.join(root, 'infra/production');
const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');

const Waits = z.record(z.string(), z.object({ condition: z.string() })).default({});
/** What a container is given of the host; what is not there is `made`, a folder, by Docker's short form. */
const Volume = z.union([
  z.string().transform((short) => {
    const [from = '', at = '', mode] = short.split(':');
    return { from, at, readOnly: mode === 'ro', made: true };
  }),
  z
    .strictObject({
      type: z.literal('bind'),
      source: z.string(),
      target: z.string(),
      read_only: z.boolean().default(false),
      bind: z.strictObject({ create_host_path: z.boolean() }),
    })
    .transform(({ source, target, read_only, bind }) => {
      return { from: source, at: target, readOnly: read_only, made: bind.create_host_path };
    }),
]);
const Container = z.object({
  image: z.string(),
  restart: z.string().optional(),
  profiles: z.array(z.string()).default([]),
  user: z.string().optional(),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  stop_grace_period: z.string().default('10s'),
  command: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(Volume).default([]),
  secrets: z.array(z.string()).default([]),
  networks: z.array(z.string()).default(['default']),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  depends_on: Waits,
});
const Compose = z.object({
  name: z.string(),
  services: z.record(z.string(), Container),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
});
const Part = z.object({
  name: z.string().optional(),
  services: z.record(z.string(), z.looseObject({ depends_on: Waits })),
  secrets: z.record(z.string(), z.unknown()),
});
type Compose = z.infer<typeof Compose>;

const files = ['compose.yml', 'engines.yml', 'watching.yml'] as const;
const texts = Object.fromEntries(files.map((file) => [file, read(file)]));

/** All files as one, as COMPOSE_FILE has them, with the example's settings. */
function together(given: Readonly<Record<string, string>> = texts, settings = example): Compose {
  const merged: Record<string, Record<string, unknown>> = {};
  const secrets: Record<string, unknown> = {};
  let project: string | undefined;
  for (const file of files) {
    const filled = (given[file] ?? '').replaceAll(
      /\$\{(\w+)(?::\?[^}]*|:-([^}]*))?\}/g,
      (_all, name: string, otherwise = '') => settings[name] || otherwise,
    );
    const part = Part.parse(parse(filled, { merge: true }));
    project ??= part.name;
    Object.assign(secrets, part.secrets);
    for (const [name, container] of Object.entries(part.services)) {
      const { depends_on, ...before } = merged[name] ?? {};
      merged[name] = {
        ...before,
        ...container,
        depends_on: { ...Waits.parse(depends_on), ...container.depends_on },
      };
    }
  }
  return Compose.parse({ name: project, services: merged, secrets });
}

const asItStands: Record<string, string> = Object.fromEntries(
  [...read('settings.example').matchAll(/^(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
);
/** Filled in. */
const example: Readonly<Record<string, string>> = {
  ...asItStands,
  ...decidedByTheLibrary,
  LIBRARIES: path.join(folder, 'libraries.example.json'),
};
const developers = z
  .object({ name: z.string() })
  .parse(parse(readFileSync(path.join(root, 'docker-compose.yml'), 'utf8'), { merge: true })).name;
const compose = together();
const ours = Object.entries(compose.services).filter(([, { image }]) => image.startsWith('toshobin:'));

let drawn: string;
beforeAll(() => {
  drawn = mkdtempSync(path.join(tmpdir(), 'toshobin-production-'));
  for (const _twice of [1, 2]) execFileSync('sh', [path.join(folder, 'draw-secrets.sh')], { cwd: drawn });
  for (const name of [
    'ca.pem',
    'toshobin.pem',
    'toshobin.key',
    'processes.pem',
    'processes.key',
    'aws-credentials',
  ])
    writeFileSync(path.join(drawn, 'secrets', name), '-----BEGIN CERTIFICATE-----\n');
});
afterAll(() => rmSync(drawn, { recursive: true, force: true }));

/** What a container's process is told, its files being those that were drawn or are mounted here. */
function environmentOf(name: string, { services: all } = compose): Record<string, string> {
  const { environment = {}, volumes = [] } = all[name] ?? {};
  const mounted = new Map(volumes.map(({ from, at }) => [at, from]));
  return Object.fromEntries(
    Object.entries(environment).map(([variable, value]) => [
      variable,
      mounted.get(String(value)) ?? String(value).replace(/^\/run\/secrets/, path.join(drawn, 'secrets')),
    ]),
  );
}

/** What no production may have, one line each. */
function faultsOf({ name: project, services: all, secrets }: Compose): string[] {
  const faults: string[] = [];
  // A project has one PostgreSQL and its volume, whichever file was meant.
  if (project === developers) faults.push(`${project} is what docker-compose.yml makes`);
  for (const [name, container] of Object.entries(all)) {
    const find = (what: string, wrong: boolean) => {
      if (wrong) faults.push(`${name}: ${what}`);
    };
    find(
      'a development server',
      container.command.some((word) => word.includes('start-dev')),
    );
    find('an image without a version', !/:v?\d+(\.\d+)+(@sha256:[\da-f]{64})?$/.test(container.image));
    const isCommand = container.profiles.length > 0;
    find(
      'ends for good',
      !isCommand && !['unless-stopped', 'on-failure:20'].includes(container.restart ?? 'no'),
    );
    find('has capabilities', container.cap_drop.join() !== 'ALL');
    find('may become somebody else', container.security_opt.join() !== 'no-new-privileges:true');
    find('runs as root', container.user !== undefined && !/^[1-9]\d*:[1-9]\d*$/.test(container.user));
    // What comes over IPv6 Docker hands on itself: everybody would have its address, and one count of wrong passwords.
    for (const port of container.ports)
      find(`publishes ${port}`, !port.startsWith(name === 'proxy' ? '0.0.0.0:' : '127.0.0.1:'));
    // Of what .env names.
    for (const { from, made } of container.volumes)
      find(`makes a folder of ${from} where it is not there`, made && from.startsWith('/'));
    for (const [variable, value] of Object.entries(container.environment)) {
      const secret = /(TOKEN|SECRET|PASSWORD|PWD|API_KEY|DATABASE_URL|ACCESS_KEY|HEADERS)$/.test(variable);
      find(`${variable} is no file`, secret && value !== '');
      const [, file] = /^\/run\/secrets\/(.*)/.exec(String(value)) ?? [];
      find(
        `${variable} names a file it is not given`,
        file !== undefined && !container.secrets.includes(file),
      );
    }
    for (const secret of container.secrets) {
      const named = [...Object.values(container.environment), ...container.command, scriptsOf(container)];
      find(`is given ${secret} for nothing`, !named.some((text) => String(text).includes(secret)));
      find(`${secret} is not declared`, secrets[secret]?.file !== `./secrets/${secret}`);
    }
  }
  return faults;
}

/** What a container reads beside its settings: files of this folder, and the authority named in databases' addresses. */
function scriptsOf({ volumes, environment }: z.infer<typeof Container>): string {
  const named = volumes.flatMap(({ from }) => /^\.\/([\w./-]+)$/.exec(from)?.[1] ?? []);
  const mounted = named.filter((name) => name !== 'backups' && !name.startsWith('secrets/'));
  const database = Object.keys(environment).some((name) => name.endsWith('DATABASE_URL_FILE'));
  return [...mounted.map(read), database ? 'sslrootcert=/run/secrets/ca.pem' : ''].join('\n');
}

test('nothing in it is for a desk: no development server, no secret in the open, nobody with more rights than needed', () => {
  expect(faultsOf(compose)).toEqual([]);
});

test.each([
  ['name: toshobin-production', 'toshobin is what', 'name: toshobin'],
  ['"0.0.0.0:443:8443"', 'proxy: publishes', '"443:8443"'],
  ['      - sh\n', 'temporal: a development server', '      - start-dev\n'],
  ['restart: unless-stopped', 'ends for good', 'restart: "no"'],
  ['cap_drop: [ALL]', 'has capabilities', 'cap_drop: []'],
  ['no-new-privileges:true', 'may become somebody else', 'seccomp:unconfined'],
  ['user: "999:999"', 'postgres: runs as root', 'user: "0:0"'],
  ['apache/kafka:4.1.1', 'an image without a version', 'apache/kafka:latest'],
  ['prom/prometheus:v3.13.5', 'an image without a version', 'prom/prometheus:v3'],
  ['127.0.0.1:9090:9090', 'prometheus: publishes', '9090:9090'],
  ['create_host_path: false', 'prepare-shipping: makes a folder of /', 'create_host_path: true'],
  ['create_host_path: false', 'shipping: makes a folder of /dev/null', 'create_host_path: true'],
  ['    secrets: [watching-token,', 'for nothing', '    secrets: [alerts-webhook, watching-token,'],
  ['127.0.0.1:8233:8080', 'temporal-ui: publishes', '8233:8080'],
  ['POSTGRES_USER: temporal', 'POSTGRES_PWD is no file', 'POSTGRES_PWD: sesame'],
  ['secrets: [ca.pem, kafka-2.pem]', 'KAFKA_SSL_KEYSTORE_LOCATION names a file', 'secrets: [ca.pem]'],
  ['secrets: [ca.pem, kafka-2.pem]', 'for nothing', 'secrets: [ca.pem, kafka-2.pem, kafka-1.pem]'],
])('with %j in another form it is refused: %s', (found, fault, planted) => {
  const file = files.find((one) => texts[one]?.includes(found)) ?? found;
  const changed = together({ ...texts, [file]: texts[file]?.replace(found, planted) ?? '' });
  expect(faultsOf(changed)).toEqual(expect.arrayContaining([expect.stringContaining(fault)]));
});

test('a library may name the digest of an image behind its version', () => {
  const pinned = Object.fromEntries(
    files.map((file) => [
      file,
      texts[file]?.replace(/^( +image: (?!toshobin:)\S+)$/gm, `$1@sha256:${'0a'.repeat(32)}`) ?? '',
    ]),
  );
  expect(pinned['engines.yml']).toContain('@sha256:');
  expect(faultsOf(together(pinned))).toEqual([]);
});

test('each process of ours is told everything that a production asks for, and nothing that nobody reads', () => {
  for (const { name } of services) {
    const main = unknownTo(settingsRead[name].main, environmentOf(name));
    const prepare = unknownTo(settingsRead[name].prepare, environmentOf(`prepare-${name}`));
    expect({ name, main, prepare }).toEqual({ name, main: [], prepare: [] });
    expect(environmentOf(name).NODE_ENV).toBe('production');
  }
  expect(unknownTo(settingsForTopics, environmentOf('topics'))).toEqual([]);
});

test('the libraries of a prefecture are read by what prepares shipping, and it begins with nobody else’s', () => {
  const prepared = (settings: typeof example) =>
    readConfig(settingsRead.shipping.prepare, environmentOf('prepare-shipping', together(texts, settings)));
  const { LIBRARIES } = prepared(example);
  const Named = z.object({
    code: z.string(),
    name: z.string(),
    reading: z.string(),
    region: z.string().nullable(),
  });
  expect(LIBRARIES).toEqual(z.array(Named).parse(deliveredData('libraries')));
  expect(() => prepared({ ...example, LIBRARIES: '/dev/null' })).toThrow(
    'LIBRARIES: NODE_ENV=production has no default for it: give it',
  );
});

function deliveredData(name: 'libraries' | 'postage-rates'): unknown {
  return JSON.parse(readFileSync(path.join(root, `services/shipping/data/${name}.json`), 'utf8'));
}

test('what the post asks is what a folder has of it, and else what is delivered', () => {
  const { POSTAGE_RATES } = settingsRead.shipping.main.shape;
  const rates = (settings: typeof example) =>
    readConfig(z.object({ POSTAGE_RATES }), environmentOf('shipping', together(texts, settings)))
      .POSTAGE_RATES;
  expect(rates(example)).toBeUndefined();
  const own = path.join(drawn, 'postage-rates.json');
  const [delivered] = z.tuple([PostageRatesSchema]).parse(deliveredData('postage-rates'));
  writeFileSync(own, JSON.stringify([delivered, { ...delivered, validFrom: '2027-04-01', source: 'yours' }]));
  expect(rates({ ...example, POSTAGE_RATES: own })).toMatchObject([delivered, { source: 'yours' }]);
  writeFileSync(own, JSON.stringify([{ ...delivered, yuMail: [] }]));
  expect(() => rates({ ...example, POSTAGE_RATES: own })).toThrow('POSTAGE_RATES: at 0.yuMail: ');
  writeFileSync(own, JSON.stringify([delivered, delivered]));
  expect(() => rates({ ...example, POSTAGE_RATES: own })).toThrow('POSTAGE_RATES: has two tables of one day');
});

test('each process is at Kafka as itself, with a password that nobody else is given', () => {
  const known = services.filter(({ name }) => environmentOf(name).KAFKA_USERNAME !== undefined);
  expect(known.map(({ name }) => name)).not.toContain('patron-web');
  for (const { name } of known) {
    const password = `${name}-kafka-password`;
    expect(compose.services[name]?.environment).toMatchObject({
      KAFKA_USERNAME: name,
      KAFKA_PASSWORD_FILE: `/run/secrets/${password}`,
    });
    const given = Object.entries(compose.services).filter(([, { secrets }]) => secrets.includes(password));
    const allowed = [name, `prepare-${name}`, 'kafka-login'];
    expect(given.map(([one]) => one).filter((one) => !allowed.includes(one))).toEqual([]);
  }
});

/** Another way to be shown to an engine than that of these files, what is for whoever develops, what the image says. */
const notInProduction = [
  ...['KAFKA_CERT', 'KAFKA_KEY', 'KAFKA_SASL', 'TEMPORAL_API_KEY'],
  ...['DEMO_DATA', 'DEMO_LOGINS_FILE', 'DEVELOPMENT_PICTURES', 'STAFF_SECOND_FACTOR'],
  ...['SES_ENDPOINT', 'NOTICE_GATHER_SECONDS', 'WORKFLOW_BUNDLES'],
];

test('whatever a process can be told, an operator can set', () => {
  for (const { name } of services) {
    const set = Object.keys(environmentOf(name)).map((variable) => variable.replace(/_FILE$/, ''));
    const left = Object.keys(settingsRead[name].main.shape).filter((setting) => !set.includes(setting));
    expect({ name, left: left.filter((setting) => !notInProduction.includes(setting)) }).toEqual({
      name,
      left: [],
    });
  }
});

test('each of our processes tells its traces to the collector that is named, and to nobody where none is', () => {
  const told = (settings: Record<string, string>) =>
    services.map(({ name }) => {
      const schema = settingsRead[name].main.pick({
        OTEL_EXPORTER_OTLP_ENDPOINT: true,
        OTEL_TRACES_SAMPLER_ARG: true,
      });
      return readConfig(schema, environmentOf(name, together(texts, settings)));
    });
  const off = { OTEL_TRACES_SAMPLER_ARG: 1 };
  expect(told(example)).toEqual(services.map(() => off));
  const named = {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example:4318',
    OTEL_TRACES_SAMPLER_ARG: '0.1',
  };
  const on = { ...named, OTEL_TRACES_SAMPLER_ARG: 0.1 };
  expect(told({ ...example, ...named })).toEqual(services.map(() => on));
});

test('each runs its own entry, writes nowhere, is looked at, and has the time that it takes to end', () => {
  expect(ours).toHaveLength(2 * services.length + 2);
  for (const [name, { read_only, user, stop_grace_period, environment }] of ours) {
    expect({ name, read_only, user }).toEqual({ name, read_only: true, user: undefined });
    // 25 s is what a process allows itself after the drain (libs/service/src/end-with-signals.ts).
    const needed = Number(environment.DRAIN_SECONDS ?? 0) + 25;
    expect(Number(stop_grace_period.replace('s', ''))).toBeGreaterThan(needed);
  }
  for (const { name, folder: source } of services) {
    const { command, healthcheck, depends_on } = compose.services[name] ?? Container.parse({ image: '' });
    expect(command).toEqual(['node', `compiled/${source}/src/main.js`]);
    expect(healthcheck?.test).toEqual(['CMD', './infra/images/is-ready.sh']);
    expect(depends_on[`prepare-${name}`]?.condition).toBe('service_completed_successfully');
  }
});

test('what watches writes nowhere but into its own volume, is nobody, and looks at each process of ours', () => {
  for (const name of ['prometheus', 'alertmanager']) {
    const { read_only, user, volumes, command } = compose.services[name] ?? Container.parse({ image: '' });
    expect({ name, read_only, user }).toEqual({ name, read_only: true, user: '65534:65534' });
    const written = volumes.filter(({ readOnly }) => !readOnly);
    expect(written.map(({ from, at }) => [from, at])).toEqual([[name, `/${name}`]]);
    expect(command.join(' ')).toMatch(new RegExp(`path=/${name}( |$)`));
  }
  expect(compose.services.prometheus?.command.join(' ')).toMatch(
    /retention.time=\d+d .*retention.size=\d+GB/,
  );
  const { scrape_configs, alerting } = Prometheus.parse(parse(read('watching/prometheus.yml')));
  const targets = scrape_configs.flatMap((one) => one.static_configs.flatMap((list) => list.targets));
  expect(targets.toSorted()).toEqual(
    services.map(({ name }) => `${name}:${environmentOf(name).PORT}`).toSorted(),
  );
  const ca_file = '/run/secrets/ca.pem';
  expect(alerting.alertmanagers).toEqual([
    { scheme: 'https', tls_config: { ca_file }, static_configs: [{ targets: ['alertmanager:9093'] }] },
  ]);
});

const Targets = z.object({ static_configs: z.array(z.object({ targets: z.array(z.string()) })) });
const Prometheus = z.object({
  scrape_configs: z.array(Targets),
  alerting: z.object({ alertmanagers: z.array(z.unknown()) }),
});

/** What alertmanager.sh starts Alertmanager with, and what it says; here by a stand-in that shows its settings. */
function toldToAlertmanager(settings: Readonly<Record<string, string>>, webhook = '') {
  const at = mkdtempSync(path.join(tmpdir(), 'toshobin-alertmanager-'));
  const place = (text: string) =>
    text
      .replaceAll('/tmp/', `${at}/`)
      .replaceAll('/run/secrets/alerts-webhook', path.join(at, 'alerts-webhook'))
      .replaceAll('/etc/alertmanager', path.join(folder, 'watching'));
  writeFileSync(path.join(at, 'alerts-webhook'), webhook);
  writeFileSync(path.join(at, 'alertmanager.sh'), place(read('watching/alertmanager.sh')));
  writeFileSync(path.join(at, 'alertmanager'), `#!/bin/sh\ncat ${at}/alertmanager.yml\n`, { mode: 0o755 });
  const none = Object.fromEntries(
    Object.keys(compose.services.alertmanager?.environment ?? {}).map((name) => [name, '']),
  );
  const { status, stdout, stderr } = spawnSync('sh', [path.join(at, 'alertmanager.sh')], {
    encoding: 'utf8',
    env: { ...none, ...settings, PATH: `${at}:${process.env.PATH}` },
  });
  rmSync(at, { recursive: true });
  return { status, said: stderr, receivers: Receivers.parse(parse(stdout) ?? {}).receivers };
}
const Receivers = z.object({ receivers: z.array(z.record(z.string(), z.unknown())).default([]) });

test('alerts are mailed, or handed to a webhook, as .env and secrets say; with nothing said nobody is told, and it starts', () => {
  const nobody = toldToAlertmanager({});
  expect(nobody).toMatchObject({ status: 0, receivers: [{ name: 'operators' }] });
  expect(nobody.said).toContain('nobody is told of alerts');

  const webhook = toldToAlertmanager({}, "https://alerts.example.jp/it's\n");
  const url = "https://alerts.example.jp/it's";
  expect(webhook.receivers).toEqual([{ name: 'operators', webhook_configs: [{ url, send_resolved: true }] }]);

  const ALERTS_TO = "operators@yours.jp, o'hara@yours.jp";
  const mail = { ALERTS_TO, ALERTS_FROM: 'alerts@yours.jp', ALERTS_SMTP: 'smtp.yours.jp:587' };
  const { receivers, said } = toldToAlertmanager(mail);
  expect(said).toBe('');
  const [open] = receivers.flatMap(({ email_configs }) => email_configs);
  expect(open).toMatchObject({ to: ALERTS_TO, from: 'alerts@yours.jp', smarthost: 'smtp.yours.jp:587' });
  expect(open).not.toHaveProperty('auth_username');
  const [signedIn] = toldToAlertmanager({ ...mail, ALERTS_SMTP_USER: 'library' }).receivers;
  expect(signedIn?.email_configs).toMatchObject([
    { auth_username: 'library', auth_password_file: '/run/secrets/alerts-smtp-password' },
  ]);
  for (const left of ['ALERTS_FROM', 'ALERTS_SMTP']) {
    const without = toldToAlertmanager({ ...mail, [left]: '' });
    expect(without).toMatchObject({ said: expect.stringContaining(`${left}: `), receivers: [] });
    expect(without.status).not.toBe(0);
  }
});

test('people come by TLS 1.2 and 1.3 alone, and our processes to PostgreSQL and Kafka by 1.3', () => {
  const asked = [...read('nginx.conf').matchAll(/^\s*(\w*ssl_protocols) ([^;]*);/gm)];
  expect(asked.map(([, directive, versions]) => [directive, versions])).toEqual([
    ['ssl_protocols', 'TLSv1.2 TLSv1.3'],
    ['proxy_ssl_protocols', 'TLSv1.2 TLSv1.3'],
  ]);
  expect(compose.services.postgres?.command.filter((option) => option.includes('protocol_version'))).toEqual([
    '-cssl_min_protocol_version=TLSv1.3',
  ]);
  for (const name of ['kafka-1', 'kafka-2', 'kafka-3']) {
    const settings = Object.entries(compose.services[name]?.environment ?? {});
    expect([name, settings.filter(([setting]) => setting.includes('PROTOCOLS'))]).toEqual([
      name,
      [['KAFKA_SSL_ENABLED_PROTOCOLS', 'TLSv1.3']],
    ]);
  }
});

test('the proxy stands beside those alone to whom it hands requests on', () => {
  const beside = Object.entries(compose.services).filter(([, { networks }]) => networks.includes('pages'));
  const handedOn = [...read('nginx.conf').matchAll(/https:\/\/([\w-]+):\d+/g)].map(([, name = '']) => name);
  expect(beside.map(([name]) => name).toSorted()).toEqual(['proxy', ...handedOn].toSorted());
  expect(compose.services.proxy?.networks).toEqual(['pages']);
  const others = ours.filter(([, { networks }]) => !networks.includes('default'));
  expect(others.map(([name]) => name)).toEqual([]);
});

test('what asks nobody who they are is reached by what it works for alone', () => {
  const beside = (name: string) => {
    const { networks = [] } = compose.services[name] ?? {};
    return Object.entries(compose.services).flatMap(([other, container]) =>
      other !== name && container.networks.some((network) => networks.includes(network)) ? [other] : [],
    );
  };
  expect(beside('temporal-ui')).toEqual(['temporal']);
  expect(beside('alertmanager')).toEqual(['prometheus']);
});

test('what runs once before a start is what prepare.sh runs before a roll', () => {
  const once = ours.flatMap(([name, { restart }]) => (restart === 'on-failure:20' ? [name] : []));
  const [, prepared = ''] = /for one in (.*); do/.exec(read('prepare.sh')) ?? [];
  expect(prepared.split(' ').toSorted()).toEqual(once.toSorted());
});

test.each(['backup', 'restored', 'audit', 'reconcile', 'set-up', 'dead-letters', 'import', 'replay'])(
  'an operator’s command has what it needs: %s',
  (name) => {
    const told = Object.keys(compose.services.operator?.environment ?? {});
    const wanted = commands[name]?.needs(name === 'audit' ? ['--keep'] : []) ?? ['a command'];
    expect(wanted.filter((one) => !told.includes(one) && !told.includes(`${one}_FILE`))).toEqual([]);
  },
);

test('the example names every setting, and every secret is drawn, certified or brought', () => {
  const asked = Object.values(texts).flatMap((text) =>
    [...text.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name),
  );
  asked.push(...[...read('night.sh').matchAll(/\bsetting (\w+)\)/g)].map(([, name = '']) => name));
  expect(Object.keys(asItStands).toSorted()).toEqual([...new Set(asked)].toSorted());
  const certified = read('certify.sh');
  const there = readdirSync(path.join(drawn, 'secrets'));
  for (const secret of Object.keys(compose.secrets)) {
    // The pages' certificate and AWS's credentials come from outside (docs/deploy.md).
    const brought = secret.startsWith('pages.');
    const made = there.includes(secret) || certified.includes(secret.replace(/\.(pem|key)$/, ''));
    expect({ secret, made: brought || made }).toEqual({ secret, made: true });
  }
});

test('what a library must decide has no value in the example, and nothing starts without it', () => {
  const refused = [...(texts['compose.yml'] ?? '').matchAll(/\$\{(\w+):\?/g)].map(([, name = '']) => name);
  expect(refused).toEqual(expect.arrayContaining(Object.keys(decidedByTheLibrary)));
  const empty = Object.keys(asItStands).filter((name) => asItStands[name] === '' && refused.includes(name));
  expect(empty.toSorted()).toEqual(Object.keys(decidedByTheLibrary).toSorted());
});

test('what was drawn stays when it is drawn again, and differs elsewhere', () => {
  const secret = () => readFileSync(path.join(drawn, 'secrets/staff-secret'), 'utf8');
  const before = secret();
  execFileSync('sh', [path.join(folder, 'draw-secrets.sh')], { cwd: drawn });
  expect(secret()).toBe(before);
  expect(before).toMatch(/^[0-9a-f]{64}$/);
  expect(readFileSync(path.join(drawn, 'secrets/patron-secret'), 'utf8')).not.toBe(before);
});

test('a style sheet or a script that one of two releases does not have is kept, and asked of the other', () => {
  const asked = [
    ...read('nginx.conf').matchAll(
      /location ~ (\S+) \{ proxy_pass (\S+); proxy_cache loaded; .*http_404; \}/g,
    ),
  ];
  const isAsked = (path: string, of: string) =>
    asked.some(([, pattern = '', to]) => to === of && new RegExp(pattern).test(path));
  for (const path of ['/style/0123456789abcdef/base.css', '/script/0123456789abcdef/comfort.js'])
    expect([path, isAsked(path, '$patrons')]).toEqual([path, true]);
  for (const path of ['/style/0123456789abcdef/desk.css', '/scripts/0123456789abcdef/desk.js'])
    expect([path, isAsked(path, '$staff')]).toEqual([path, true]);
  expect(isAsked('/records/1', '$patrons')).toBe(false);
});
