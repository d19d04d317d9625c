import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createSign, generateKeyPairSync } from 'node:crypto';
import { openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { Connection } from '@temporalio/client';
import { dynamicConfig, temporalServerPrograms, temporalSource } from '@toshobin/infra/temporal-server';
import { reachingTemporal } from '@toshobin/temporal';
import { eventually } from './eventually.ts';

interface TemporalServerOptions {
  readonly folder: string;
  /** Thirteen that are free. */
  readonly ports: readonly number[];
  readonly postgres: { readonly port: number; readonly user: string; readonly password: string };
  /** Of `localhost`: shown to clients, and by the server's parts to each other. */
  readonly certificate: { readonly ca: string; readonly cert: string; readonly key: string };
}

/** A Temporal server as a production runs it: on PostgreSQL, with mutual TLS, and asking for a key that it can check. */
interface TemporalServer {
  readonly address: string;
  /** Its page for operators, which comes by the door of the server's own parts and asks for no key. */
  readonly ui: string;
  /** A key that allows what its permissions say: `NAMESPACE:read|write|admin`. */
  keyFor(...permissions: readonly string[]): string;
  readonly processes: readonly ChildProcess[];
}

export async function startTemporalServer(options: TemporalServerOptions): Promise<TemporalServer> {
  const { folder, postgres, certificate } = options;
  const programs = temporalServerPrograms(console.log);
  const at = (name: string) => path.join(folder, name);
  for (const [database, schema] of [
    ['temporal', 'temporal'],
    ['temporal_visibility', 'visibility'],
  ] as const) {
    const tool = (...args: string[]) =>
      promisify(execFile)(programs['temporal-sql-tool'], args, {
        env: {
          ...process.env,
          SQL_PLUGIN: 'postgres12',
          SQL_HOST: 'localhost',
          SQL_PORT: String(postgres.port),
          SQL_USER: postgres.user,
          SQL_PASSWORD: postgres.password,
          SQL_DATABASE: database,
          SQL_TLS: 'true',
          SQL_TLS_CA_FILE: certificate.ca,
          SQL_TLS_SERVER_NAME: 'localhost',
        },
      });
    await tool('create-database');
    await tool('setup-schema', '--version', '0.0');
    await tool('update-schema', '--schema-name', `postgresql/v12/${schema}`);
  }
  const keys = keyring(at('keys.json'));
  const ports = numbered(options.ports);
  const log = openSync(at('temporal.log'), 'a');
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', programs['temporal-server'], 'start'], {
    stdio: ['ignore', log, log],
    env: {
      LOG_LEVEL: 'warn',
      DYNAMIC_CONFIG_FILE_PATH: dynamicConfig,
      NUM_HISTORY_SHARDS: '4',
      DB: 'postgres12',
      POSTGRES_SEEDS: 'localhost',
      DB_PORT: String(postgres.port),
      POSTGRES_USER: postgres.user,
      POSTGRES_PWD: postgres.password,
      SQL_TLS_ENABLED: 'true',
      SQL_CA: certificate.ca,
      SQL_HOST_VERIFICATION: 'true',
      SQL_HOST_NAME: 'localhost',
      TEMPORAL_TLS_REQUIRE_CLIENT_AUTH: 'true',
      TEMPORAL_TLS_SERVER_CA_CERT: certificate.ca,
      TEMPORAL_TLS_SERVER_CERT: certificate.cert,
      TEMPORAL_TLS_SERVER_KEY: certificate.key,
      TEMPORAL_TLS_CLIENT1_CA_CERT: certificate.ca,
      TEMPORAL_TLS_FRONTEND_CERT: certificate.cert,
      TEMPORAL_TLS_FRONTEND_KEY: certificate.key,
      TEMPORAL_TLS_INTERNODE_SERVER_NAME: 'localhost',
      TEMPORAL_TLS_FRONTEND_SERVER_NAME: 'localhost',
      // Its own parts come by another door, where their certificate is enough.
      TEMPORAL_SERVICES: 'frontend,internal-frontend,history,matching,worker',
      USE_INTERNAL_FRONTEND: 'true',
      TEMPORAL_AUTH_AUTHORIZER: 'default',
      TEMPORAL_AUTH_CLAIM_MAPPER: 'default',
      TEMPORAL_JWT_KEY_SOURCE1: `file://${at('keys.json')}`,
      ...ports,
    },
  });
  const address = `localhost:${ports.FRONTEND_GRPC_PORT}`;
  const pem = (file: string) => readFileSync(file, 'utf8');
  const { ca, cert, key } = certificate;
  const tls = { ca: pem(ca), cert: pem(cert), key: pem(key) };
  const answers = async () => {
    const connection = await Connection.connect(reachingTemporal({ address, namespace: '', tls }));
    await connection.close();
    return true;
  };
  await eventually('Temporal with mutual TLS', answers, { every: 500 });
  const uiPort = options.ports.at(-1);
  const root = temporalSource('github.com/temporalio/ui-server/v2');
  const page = spawn(
    'setpriv',
    ['--pdeathsig', 'KILL', programs['temporal-ui-server'], '--root', root, '--env', 'docker', 'start'],
    {
      stdio: ['ignore', log, log],
      env: {
        TEMPORAL_ADDRESS: `localhost:${ports.INTERNAL_FRONTEND_GRPC_PORT}`,
        TEMPORAL_UI_PORT: String(uiPort),
        TEMPORAL_TLS_CA: ca,
        TEMPORAL_TLS_CERT: cert,
        TEMPORAL_TLS_KEY: key,
        TEMPORAL_TLS_ENABLE_HOST_VERIFICATION: 'true',
        TEMPORAL_TLS_SERVER_NAME: 'localhost',
      },
    },
  );
  const ui = `http://127.0.0.1:${uiPort}`;
  await eventually('the page of Temporal', async () => (await fetch(ui)).ok);
  return { address, ui, keyFor: keys.keyFor, processes: [child, page] };
}

const portNames = ['FRONTEND', 'INTERNAL_FRONTEND', 'MATCHING', 'HISTORY', 'WORKER'].flatMap((part) => [
  `${part}_GRPC_PORT`,
  `${part}_MEMBERSHIP_PORT`,
]);

function numbered(ports: readonly number[]): Record<string, string> {
  const names = [...portNames, 'FRONTEND_HTTP_PORT', 'INTERNAL_FRONTEND_HTTP_PORT'];
  if (ports.length <= names.length)
    throw new Error(`A Temporal server and its page take ${names.length + 1} ports`);
  return Object.fromEntries(names.map((name, place) => [name, String(ports[place])]));
}

/** Writes the public half of a key for the server, and signs with the other half what a caller shows (JWT, RFC 7519). */
function keyring(file: string): Pick<TemporalServer, 'keyFor'> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const known = { ...publicKey.export({ format: 'jwk' }), kid: 'of-this-test', alg: 'RS256', use: 'sig' };
  writeFileSync(file, JSON.stringify({ keys: [known] }));
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return {
    keyFor(...permissions) {
      const day = Math.floor(Date.now() / 1_000) + 86_400;
      const said = `${part({ alg: 'RS256', kid: known.kid })}.${part({ sub: 'toshobin', permissions, exp: day })}`;
      return `${said}.${createSign('sha256').update(said).sign(privateKey, 'base64url')}`;
    },
  };
}
