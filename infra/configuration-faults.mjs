// Everything that is wrong with the configuration of a whole stack. Plain JavaScript that needs nothing but Node, with
// the syntax of 2018: bootstrap.mjs asks before anything is fetched, and the plan before anything is started.

import { checkedSettings, readSettingFiles, settingFaults } from '../libs/service/src/check-settings.mjs';

export const databaseVariables = [
  'CATALOG_DATABASE_URL',
  'PATRON_DATABASE_URL',
  'SHIPPING_DATABASE_URL',
  'PATRON_WEB_DATABASE_URL',
  'STAFF_WEB_DATABASE_URL',
];

/** What tells where each engine is that is not started here. */
const addressesOf = {
  postgres: databaseVariables,
  kafka: ['KAFKA_BROKERS'],
  temporal: ['TEMPORAL_ADDRESS'],
  mail: ['SES_ENDPOINT', 'SES_REGION'],
};

/** The engines that can be started here, or be somewhere else. */
export const engineNames = Object.keys(addressesOf);

/** Which engines run here: those whose address the environment does not give. */
export function localEngines(env) {
  return new Set(engineNames.filter((engine) => !addressesOf[engine].some((name) => env[name])));
}

/** Everything that is wrong with the configuration of a stack, one line each; names settings, never their values. */
export function configurationFaults(given) {
  const filled = readSettingFiles(given, checkedSettings);
  const env = filled.settings;
  const faults = portFaults(env.PORT_BASE || '4000');
  const local = localEngines(env);
  const missing = databaseVariables.filter((name) => !env[name]);
  if (!local.has('postgres') && missing.length > 0) {
    faults.push(`${missing.join(', ')}: an external PostgreSQL needs the addresses of all five databases`);
  }
  if (env.NODE_ENV === 'production') {
    local.forEach((engine) => {
      const wanted = engine === 'mail' ? ['SES_REGION'] : addressesOf[engine];
      faults.push(`NODE_ENV=production refuses a local ${engine}: give ${wanted.join(', ')}`);
    });
    if (!local.has('mail') && !env.SES_REGION) {
      faults.push('NODE_ENV=production refuses an SES emulator: give SES_REGION');
    }
  }
  const wrong = filled.faults.concat(settingFaults(env, checkedSettings));
  return faults.concat(wrong.map(([name, fault]) => `${name}: ${fault}`));
}

/** Where each part of a stack listens, counted from the first port. */
const portOffsets = {
  patronWeb: 0,
  staffWeb: 1,
  temporalUi: 2,
  mail: 3,
  catalog: 10,
  patron: 11,
  shipping: 12,
  workflows: 13,
  postgres: 20,
  kafka: 21,
  kafkaController: 22,
  temporal: 23,
  temporalMetrics: 24,
};

/** The ports of a stack from its first one. */
export function portsFrom(base) {
  const ports = {};
  Object.keys(portOffsets).forEach((part) => {
    ports[part] = base + portOffsets[part];
  });
  return ports;
}

/**
 * Ports that browsers and `fetch` refuse to open (the "bad ports" of the Fetch standard, those above 1024), though
 * anybody may listen there.
 */
const unreachable = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
  10080,
]);

/** Which of a stack's ports no browser would open. */
export function unreachablePorts(ports) {
  return Object.values(ports).filter((port) => unreachable.has(port));
}

function portFaults(given) {
  const base = Number(given);
  if (!Number.isInteger(base) || base < 1024 || base > 65000) {
    return ['PORT_BASE: a whole number from 1024 to 65000'];
  }
  const refused = unreachablePorts(portsFrom(base));
  return refused.length === 0 ? [] : [`PORT_BASE: browsers refuse to open port ${refused.join(', ')}`];
}
