import path from 'node:path';
import { localDatabaseUrl } from '@toshobin/database/local-postgres';
import { type Ports, portsFrom, unreachablePorts } from './ports.ts';
import { readSecrets } from './secrets.ts';
import { databaseVariables, root, services } from './services.ts';

/** The engines that can be started here, or be somewhere else. */
export const engineNames = ['postgres', 'kafka', 'temporal', 'mail'] as const;
export type EngineName = (typeof engineNames)[number];

/** What a stack consists of, decided before anything is started. */
export interface Plan {
  readonly ports: Ports;
  readonly stateFolder: string;
  /** Engines that are started here; the others were given by address. */
  readonly local: ReadonlySet<EngineName>;
  /** What every process of the stack may be told; see {@link environmentFor}. */
  readonly env: Readonly<Record<string, string>>;
  readonly databasePassword: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Thrown with every fault of the configuration at once; names variables, never their values. */
export class ConfigurationError extends Error {
  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'ConfigurationError';
  }
}

/** Which engines run here: those whose address the environment does not give. */
export function localEngines(env: Env): Set<EngineName> {
  const local = new Set<EngineName>(engineNames);
  if (databaseVariables.some((name) => env[name])) local.delete('postgres');
  if (env.KAFKA_BROKERS) local.delete('kafka');
  if (env.TEMPORAL_ADDRESS) local.delete('temporal');
  if (env.SES_ENDPOINT || env.SES_REGION) local.delete('mail');
  return local;
}

/** Everything that is wrong with the configuration of a stack, one line each. */
export function faultsOf(env: Env): string[] {
  const faults: string[] = [];
  const base = Number(env.PORT_BASE ?? 4000);
  if (!Number.isInteger(base) || base < 1024 || base > 65_000) {
    faults.push('PORT_BASE: a whole number from 1024 to 65000');
  } else {
    const refused = unreachablePorts(portsFrom(base));
    if (refused.length > 0) faults.push(`PORT_BASE: browsers refuse to open port ${refused.join(', ')}`);
  }
  const local = localEngines(env);
  const missing = databaseVariables.filter((name) => !env[name]);
  if (!local.has('postgres') && missing.length > 0) {
    faults.push(`${missing.join(', ')}: an external PostgreSQL needs the addresses of all five databases`);
  }
  if (env.NODE_ENV === 'production') faults.push(...productionFaults(env, local));
  return faults;
}

/** What is fine on a desk and not in production. */
function productionFaults(env: Env, local: ReadonlySet<EngineName>): string[] {
  const addresses = {
    postgres: databaseVariables.join(', '),
    kafka: 'KAFKA_BROKERS',
    temporal: 'TEMPORAL_ADDRESS',
    mail: 'SES_REGION',
  };
  const faults = [...local].map(
    (engine) => `NODE_ENV=production refuses a local ${engine}: give ${addresses[engine]}`,
  );
  if (!local.has('mail') && !env.SES_REGION) {
    faults.push('NODE_ENV=production refuses an SES emulator: give SES_REGION');
  }
  if (env.DEMO_DATA !== 'off') faults.push('NODE_ENV=production refuses demo data: set DEMO_DATA=off');
  for (const name of ['SERVICE_TOKEN', 'PATRON_SECRET', 'STAFF_SECRET']) {
    if (!env[name]) faults.push(`NODE_ENV=production refuses a default secret: give ${name}`);
  }
  if (env.STAFF_SECOND_FACTOR === 'off') {
    faults.push(
      'NODE_ENV=production refuses staff without a second factor: set STAFF_SECOND_FACTOR=required',
    );
  }
  for (const name of ['MAIL_FROM', 'LIBRARY_NAME', 'LIBRARY_PHONE', 'PATRON_WEB_URL', 'STAFF_WEB_URL']) {
    if (!env[name]) faults.push(`NODE_ENV=production refuses a default ${name}`);
  }
  return faults;
}

/** Decides what is started where. Throws {@link ConfigurationError}; starts and writes nothing but the secrets. */
export function makePlan(env: Env): Plan {
  const faults = faultsOf(env);
  if (faults.length > 0) throw new ConfigurationError(faults);
  const ports = portsFrom(Number(env.PORT_BASE ?? 4000));
  const stateFolder = path.resolve(root, env.LOCAL_STATE ?? '.local');
  const local = localEngines(env);
  const secrets = readSecrets(stateFolder);
  const http = (port: number) => `http://127.0.0.1:${port}`;
  const postgres = { port: ports.postgres, password: secrets.databasePassword };
  const defaults: Record<string, string> = {
    NODE_ENV: 'development',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'info',
    SERVICE_TOKEN: secrets.serviceToken,
    KAFKA_BROKERS: `127.0.0.1:${ports.kafka}`,
    TEMPORAL_ADDRESS: `127.0.0.1:${ports.temporal}`,
    TEMPORAL_NAMESPACE: 'default',
    TEMPORAL_UI_URL: http(ports.temporalUi),
    CATALOG_URL: http(ports.catalog),
    PATRON_URL: http(ports.patron),
    SHIPPING_URL: http(ports.shipping),
    WORKFLOWS_URL: http(ports.workflows),
    PATRON_WEB_URL: http(ports.patronWeb),
    STAFF_WEB_URL: http(ports.staffWeb),
    MAIL_FROM: 'library@example.jp',
    LIBRARY_NAME: '県立図書館',
    LIBRARY_PHONE: '096-000-0000',
    MAINTENANCE_WINDOW: 'off',
    DEMO_DATA: 'on',
    // A stranger tries the desks with the printed logins alone.
    STAFF_SECOND_FACTOR: env.NODE_ENV === 'production' ? 'required' : 'off',
    // R19's hours would make whoever tries this in the evening wait until the morning.
    ...(env.NODE_ENV === 'production' ? {} : { MAIL_WINDOW: 'always' }),
    ...(local.has('mail')
      ? // The emulator takes any key, but the SDK wants one.
        {
          SES_ENDPOINT: http(ports.mail),
          SES_REGION: 'ap-northeast-1',
          AWS_ACCESS_KEY_ID: 'local',
          AWS_SECRET_ACCESS_KEY: 'local',
        }
      : { SES_REGION: 'ap-northeast-1' }),
    ...(local.has('postgres')
      ? Object.fromEntries(
          services.flatMap(({ database }) =>
            database === undefined ? [] : [[database.variable, localDatabaseUrl(postgres, database.name)]],
          ),
        )
      : {}),
  };
  const given = Object.entries(env).filter((entry): entry is [string, string] => !!entry[1]);
  const plan = { ...defaults, ...Object.fromEntries(given.filter(([name]) => mayBeGiven(name, defaults))) };
  // jest sets NODE_ENV=test: the processes it starts are none of its tests.
  if (plan.NODE_ENV !== 'production') plan.NODE_ENV = 'development';
  return { ports, stateFolder, local, env: plan, databasePassword: secrets.databasePassword };
}

/** A variable of ours; the database addresses count even where there is no default for them. */
function mayBeGiven(name: string, defaults: Record<string, string>): boolean {
  return (
    name in defaults || databaseVariables.some((variable) => variable === name) || name === 'SES_ENDPOINT'
  );
}

/**
 * The environment of one process: what it inherits, the plan, its own port and its own database's address
 * alone. `inherited` is the launcher's own, for PATH and the like.
 */
export function environmentFor(
  plan: Plan,
  own: { readonly port?: number; readonly database?: string | undefined },
  inherited: Env,
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of [...Object.entries(inherited), ...Object.entries(plan.env)]) {
    if (value === undefined || (name.endsWith('_DATABASE_URL') && name !== own.database)) continue;
    env[name] = value;
  }
  if (own.port !== undefined) env.PORT = String(own.port);
  return env;
}
