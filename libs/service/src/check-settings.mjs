// What a setting must be, beyond what each process's schema asks of its form. Plain JavaScript that needs nothing but
// Node, with the syntax of 2018: the launcher reads it before a package is installed (infra/bootstrap.mjs), the stack's
// plan before an engine is started, and every process when it reads its own configuration.

import fs from 'node:fs';

/** Whoever has read our code knows these, and every secret with `local-only` in it. */
const published = ['a-token-between-processes-of-the-bench'];
const localOnly = 'local-only';
const shortestSecret = 32;

/**
 * Each takes a setting's value, or undefined where it is not given, and the whole environment, and answers what is
 * wrong with it; never the value.
 */
const given = (value) =>
  value === undefined ? 'NODE_ENV=production has no default for it: give it' : undefined;

const secret = (value) => {
  if (value === undefined) return given(value);
  if (value.includes(localOnly) || published.includes(value)) {
    return 'is a published secret, and not allowed in production';
  }
  if (value.length < shortestSecret) return `is shorter than ${shortestSecret} characters`;
  return isPattern(value) ? 'is a pattern: draw it by chance (openssl rand -base64 32)' : undefined;
};

/** Several, separated by commas, while they are changed over. */
const secrets = (value) =>
  String(value === undefined ? '' : value)
    .split(',')
    .map((one) => secret(one || undefined))
    .find(Boolean);

/** Where people's browsers go. */
const page = (value) =>
  given(value) || (protocolOf(value) === 'https:' ? undefined : 'must be https in production');

/** Where our own processes and operators go: secrets and people's names travel there. */
const inner = (value, env) => {
  if (value === undefined || protocolOf(value) === 'https:') return undefined;
  if (isLoopback(hostOf(value)) || env.INTERNAL_HTTP === 'allowed') return undefined;
  return 'must be https in production, or http on loopback; http in a closed network: INTERNAL_HTTP=allowed';
};

/** And where they come in: whatever ends TLS before us asks on loopback, or over a network that somebody has called closed. */
const door = (value, env) => {
  if (value === undefined || isLoopback(value) || env.TLS_CERT || env.INTERNAL_HTTP === 'allowed')
    return undefined;
  return 'lets the network in, which production does with TLS_CERT; by http in a closed network: INTERNAL_HTTP=allowed';
};

const outer = (value) =>
  value === undefined || protocolOf(value) === 'https:' ? undefined : 'must be https in production';

const not = (refused, why) => (value) =>
  value === refused ? `${refused} is refused in production: ${why}` : undefined;

/** Where a reader's name travels: encrypted, and to whom it is meant for. */
const database = (value) => {
  if (value === undefined) return undefined;
  if (value.includes(localOnly)) return 'has a published secret in it, and is not allowed in production';
  const { hostname, searchParams } = parse(value);
  if (isLoopback(hostname) || (searchParams && searchParams.get('sslmode') === 'verify-full'))
    return undefined;
  return 'must have sslmode=verify-full in production, unless it is on loopback';
};

/** Engines that are not on this machine: encrypted, and asked by somebody whom they know. */
const engine = (tls, shown) => (value, env) => {
  if (value === undefined || value.split(',').every((one) => isLoopback(one.trim().replace(/:\d+$/, '')))) {
    return undefined;
  }
  if (env[tls] !== 'on') return `${tls}=on is needed in production, unless it is on loopback`;
  return shown.some((name) => env[name]) ? undefined : `give ${shown.join(' or ')} in production`;
};

/** Worth something with others alone. */
const beside =
  (...others) =>
  (value, env) => {
    if (value === undefined) return undefined;
    const missing = others.filter(([name, wanted]) => (wanted ? env[name] !== wanted : !env[name]));
    return missing.length === 0
      ? undefined
      : `needs ${missing.map(([name, wanted]) => (wanted ? `${name}=${wanted}` : name)).join(' and ')}`;
  };

const oneOf =
  (...known) =>
  (value) =>
    value === undefined || known.includes(value) ? undefined : `must be one of ${known.join(', ')}`;

const web = (value) =>
  value === undefined || ['http:', 'https:'].includes(protocolOf(value))
    ? undefined
    : 'must be an http(s) address';

/** What a setting must be anywhere. */
const anywhere = {
  NODE_ENV: oneOf('development', 'test', 'production'),
  INTERNAL_HTTP: oneOf('allowed', 'refused'),
  PATRON_WEB_URL: web,
  STAFF_WEB_URL: web,
  TEMPORAL_UI_URL: web,
  CATALOG_URL: web,
  PATRON_URL: web,
  SHIPPING_URL: web,
  WORKFLOWS_URL: web,
  SES_ENDPOINT: web,
  OTEL_EXPORTER_OTLP_ENDPOINT: web,
  OTEL_EXPORTER_OTLP_HEADERS: beside(['OTEL_EXPORTER_OTLP_ENDPOINT']),
  OTEL_TRACES_SAMPLER_ARG: beside(['OTEL_EXPORTER_OTLP_ENDPOINT']),
  TLS_CERT: beside(['TLS_KEY']),
  TLS_KEY: beside(['TLS_CERT']),
  KAFKA_TLS: oneOf('on', 'off'),
  KAFKA_SASL: beside(['KAFKA_USERNAME']),
  KAFKA_USERNAME: beside(['KAFKA_PASSWORD']),
  KAFKA_PASSWORD: beside(['KAFKA_USERNAME']),
  KAFKA_CA: beside(['KAFKA_TLS', 'on']),
  KAFKA_CERT: beside(['KAFKA_TLS', 'on'], ['KAFKA_KEY']),
  KAFKA_KEY: beside(['KAFKA_CERT']),
  TEMPORAL_TLS: oneOf('on', 'off'),
  TEMPORAL_CA: beside(['TEMPORAL_TLS', 'on']),
  TEMPORAL_CERT: beside(['TEMPORAL_TLS', 'on'], ['TEMPORAL_KEY']),
  TEMPORAL_KEY: beside(['TEMPORAL_CERT']),
  TEMPORAL_API_KEY: beside(['TEMPORAL_TLS', 'on']),
};

/** What it must be, besides, with NODE_ENV=production. */
const inProduction = {
  HOST: door,
  PATRON_WEB_TOKEN: secrets,
  STAFF_WEB_TOKEN: secrets,
  PATRON_TOKEN: secrets,
  METRICS_TOKEN: secrets,
  PATRON_SECRET: secrets,
  STAFF_SECRET: secrets,
  CATALOG_DATABASE_URL: database,
  PATRON_DATABASE_URL: database,
  SHIPPING_DATABASE_URL: database,
  PATRON_WEB_DATABASE_URL: database,
  STAFF_WEB_DATABASE_URL: database,
  KAFKA_BROKERS: engine('KAFKA_TLS', ['KAFKA_USERNAME', 'KAFKA_CERT']),
  TEMPORAL_ADDRESS: engine('TEMPORAL_TLS', ['TEMPORAL_CERT', 'TEMPORAL_API_KEY']),
  PATRON_WEB_URL: page,
  STAFF_WEB_URL: page,
  TEMPORAL_UI_URL: inner,
  CATALOG_URL: inner,
  PATRON_URL: inner,
  SHIPPING_URL: inner,
  WORKFLOWS_URL: inner,
  OTEL_EXPORTER_OTLP_ENDPOINT: inner,
  SES_ENDPOINT: outer,
  COVER_SOURCE_URL: outer,
  MAIL_FROM: given,
  LIBRARY_NAME: given,
  LIBRARY_PHONE: given,
  LIBRARIES: given,
  // Behind a proxy that is not counted everybody is one address, and one person's typos lock all others out.
  TRUSTED_PROXIES: (value) =>
    value === undefined ? 'say how many proxies are in front of the pages, 0 if there is none' : undefined,
  MAINTENANCE_WINDOW: not('off', 'added records are placed in it (R12)'),
  STAFF_SECOND_FACTOR: not('off', 'staff need a second factor'),
  DEMO_DATA: not('on', 'nobody made up is in a real library'),
  DEVELOPMENT_PICTURES: (value) =>
    value === undefined ? undefined : 'is refused in production: nobody writes pages there',
};

const hasOwn = Object.prototype.hasOwnProperty;

/** Every setting that is looked at here. */
export const checkedSettings = Object.keys(Object.assign({}, anywhere, inProduction));

/**
 * What is wrong with these settings, as pairs of a setting's name and a sentence about it that does not contain its
 * value. An empty setting counts as absent.
 */
export function settingFaults(env, names) {
  const rules = env.NODE_ENV === 'production' ? [anywhere, inProduction] : [anywhere];
  const faults = [];
  names.forEach((name) => {
    const fault = rules
      .map((table) => hasOwn.call(table, name) && table[name](env[name] || undefined, env))
      .find(Boolean);
    if (fault) faults.push([name, fault]);
  });
  return faults;
}

/**
 * Settings of which `NAME_FILE` is given instead: what stands in that file, without its last line's end, is the value.
 * Orchestrators hand secrets over so. Answers all settings, and what is wrong, as {@link settingFaults} does.
 */
export function readSettingFiles(env, names) {
  const settings = Object.assign({}, env);
  const faults = [];
  names.forEach((name) => {
    const file = env[`${name}_FILE`];
    if (!file) return;
    if (env[name]) {
      faults.push([name, `is given, and so is ${name}_FILE: give one of them`]);
      return;
    }
    try {
      settings[name] = fs.readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    } catch (_fault) {
      faults.push([name, `${name}_FILE can't be read`]);
    }
  });
  return { settings: settings, faults: faults };
}

/** What whoever forgot NODE_ENV must hear: the defaults of a desk are open to a network. Otherwise undefined. */
export function openDesk(env) {
  if (env.NODE_ENV || !env.HOST || isLoopback(env.HOST)) return undefined;
  return (
    'NODE_ENV is not set, so this is a development start, with secrets that everybody knows, and HOST lets the ' +
    'network in: set NODE_ENV=production, or HOST=127.0.0.1'
  );
}

/** Few different characters, a piece that is repeated, or characters in the order of a table: not drawn by chance. */
function isPattern(text) {
  const steps = new Set();
  for (let i = 1; i < text.length; i += 1) steps.add(text.charCodeAt(i) - text.charCodeAt(i - 1));
  if (new Set(text).size < 8 || steps.size < 8) return true;
  for (let period = 1; period <= text.length / 2; period += 1) {
    if (text.slice(period) === text.slice(0, text.length - period)) return true;
  }
  return false;
}

function protocolOf(address) {
  return parse(address).protocol;
}

function hostOf(address) {
  return parse(address).hostname;
}

/** Without a protocol and a host where it is no address at all. */
function parse(address) {
  try {
    return new URL(address);
  } catch (_fault) {
    return { protocol: '', hostname: '' };
  }
}

function isLoopback(host) {
  return host === 'localhost' || host === '[::1]' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
