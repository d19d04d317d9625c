import path from 'node:path';
import { localDatabaseUrl } from '@toshobin/database/local-postgres';
import { checkedSettings, readSettingFiles } from '@toshobin/service/check-settings';
import {
  configurationFaults,
  type EngineName,
  localEngines,
  type Ports,
  portsFrom,
} from '../configuration-faults.mjs';
import { readSecrets, tokenVariables } from './secrets.ts';
import { root, services } from './services.ts';

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

/** Decides what is started where. Throws {@link ConfigurationError}; starts and writes nothing but the secrets. */
export function makePlan(told: Env): Plan {
  const faults = configurationFaults(told);
  if (faults.length > 0) throw new ConfigurationError(faults);
  const env = readSettingFiles(told, checkedSettings).settings;
  const ports = portsFrom(Number(env.PORT_BASE || 4000));
  const stateFolder = path.resolve(root, env.LOCAL_STATE || '.local');
  const local = localEngines(env);
  const secrets = readSecrets(stateFolder);
  const production = env.NODE_ENV === 'production';
  const http = (port: number) => `http://127.0.0.1:${port}`;
  const postgres = { port: ports.postgres, password: secrets.databasePassword };
  const defaults: Record<string, string> = {
    NODE_ENV: 'development',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'info',
    METRICS_TOKEN: 'local-only-metrics-token',
    ...secrets.tokens,
    KAFKA_BROKERS: `127.0.0.1:${ports.kafka}`,
    TEMPORAL_ADDRESS: `127.0.0.1:${ports.temporal}`,
    TEMPORAL_NAMESPACE: 'default',
    TEMPORAL_UI_URL: http(ports.temporalUi),
    CATALOG_URL: http(ports.catalog),
    PATRON_URL: http(ports.patron),
    SHIPPING_URL: http(ports.shipping),
    WORKFLOWS_URL: http(ports.workflows),
    WORKFLOW_BUNDLES: path.join(stateFolder, 'workflow-bundle'),
    PATRON_WEB_URL: http(ports.patronWeb),
    STAFF_WEB_URL: http(ports.staffWeb),
    MAIL_FROM: 'library@example.jp',
    LIBRARY_NAME: '県立図書館',
    LIBRARY_PHONE: '096-000-0000',
    DEMO_DATA: production ? 'off' : 'on',
    // A stranger tries the desks with the printed logins alone.
    STAFF_SECOND_FACTOR: production ? 'required' : 'off',
    // R12's half hour is the library's own; R19's hours would make whoever tries this at night wait until the morning.
    ...(production ? {} : { MAINTENANCE_WINDOW: '04:30-05:00', MAIL_WINDOW: 'always' }),
    ...(local.has('temporal') ? { TEMPORAL_STORE: path.join(stateFolder, 'temporal.db') } : {}),
    UNSERVED_CITY: '熊本市',
    UNSERVED_CITY_URL: '',
    MAP_URL: '',
    UNION_SEARCH_URL: '',
    UNION_SEARCH_WORDS_URL: '',
    COVER_SOURCE_URL: '',
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
  if (!production) plan.NODE_ENV = 'development';
  return { ports, stateFolder, local, env: plan, databasePassword: secrets.databasePassword };
}

/** A variable of ours; those that are looked at count even where there is no default for them. */
function mayBeGiven(name: string, defaults: Record<string, string>): boolean {
  return name in defaults || checkedSettings.includes(name);
}

/**
 * The environment of one process: what it inherits, the plan, its own port, its own database's address alone, and
 * where it only asks others its own token alone. `inherited` is the launcher's own, for PATH and the like.
 */
export function environmentFor(
  plan: Plan,
  own: {
    readonly port?: number;
    readonly database?: string | undefined;
    readonly shows?: string | undefined;
  },
  inherited: Env,
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of [...Object.entries(inherited), ...Object.entries(plan.env)]) {
    if (value === undefined || (name.endsWith('_DATABASE_URL') && name !== own.database)) continue;
    if (own.shows !== undefined && tokenVariables.includes(name) && name !== own.shows) continue;
    // The plan has read it, and says what stands in it.
    if (name.endsWith('_FILE') && checkedSettings.includes(name.slice(0, -'_FILE'.length))) continue;
    env[name] = value;
  }
  if (own.port !== undefined) env.PORT = String(own.port);
  return env;
}
