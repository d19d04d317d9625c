import { type ChildProcess, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { postgresAnswers, spawnPostgres } from '@toshobin/database/local-postgres';
import { portsFrom } from '@toshobin/infra';
import { type KafkaAt, kafkaAt, kafkaConfig, readConfig } from '@toshobin/service';
import { z } from 'zod';
import { eventually } from './eventually.ts';
import { brokerListens, type OwnBroker, prepareBroker, startBroker } from './own-broker.ts';
import { ownPortBase } from './own-stack.ts';
import { startTemporalServer } from './temporal-server.ts';

const password = 'a-password-of-these-engines-alone';
const namespace = 'toshobin';
/** Whom Kafka knows beside whoever may do everything there, which are those of infra/production. */
const kafkaUsers = ['catalog', 'patron', 'shipping', 'workflows', 'staff-web'];
const databases = ['catalog', 'patron', 'shipping', 'patron_web', 'staff_web'];

/**
 * Engines that let nobody in who comes without TLS, or without saying who it is: PostgreSQL with `hostssl` alone, Kafka with
 * SASL over TLS alone and rights for each user, the Temporal server on that PostgreSQL with mutual TLS and a key.
 */
export interface LockedEngines {
  /** What a process is configured with that gets in: a key that may do anything but change the namespace. */
  readonly env: Readonly<Record<string, string>>;
  /** A key of Temporal's for somebody else: what it allows is `NAMESPACE:read`, `:write` or `:admin`. */
  temporalKey(...permissions: readonly string[]): string;
  close(): Promise<void>;
}

export async function lockEngines(folder: string): Promise<LockedEngines> {
  const at = (name: string) => path.join(folder, name);
  certify(folder);
  const { postgres, kafka, kafkaController } = portsFrom(await ownPortBase());
  const running = [await startPostgres(at, postgres), await startLockedKafka(folder, kafka, kafkaController)];
  const temporal = await startTemporalServer({
    folder,
    ports: Object.values(portsFrom(await ownPortBase())),
    postgres: { port: postgres, user: 'toshobin', password },
    certificate: { ca: at('ca.pem'), cert: at('server.pem'), key: at('server.key') },
  });
  running.push(...temporal.processes);
  return {
    env: {
      ...kafkaEnvironment(folder, kafka),
      ...Object.fromEntries(
        databases.map((name) => [
          `${name.toUpperCase()}_DATABASE_URL`,
          `postgresql://toshobin:${password}@localhost:${postgres}/${name}?sslmode=verify-full&sslrootcert=${at('ca.pem')}`,
        ]),
      ),
      TEMPORAL_ADDRESS: temporal.address,
      TEMPORAL_NAMESPACE: namespace,
      TEMPORAL_UI_URL: temporal.ui,
      TEMPORAL_API_KEY: temporal.keyFor(`${namespace}:write`),
      TEMPORAL_TLS: 'on',
      TEMPORAL_CA_FILE: at('ca.pem'),
      TEMPORAL_CERT_FILE: at('client.pem'),
      TEMPORAL_KEY_FILE: at('client.key'),
    },
    temporalKey: temporal.keyFor,
    async close() {
      for (const child of running.toReversed()) {
        child.kill('SIGINT');
        if (child.exitCode === null) await once(child, 'exit');
      }
    },
  };
}

/** An authority, certificates of it for `localhost` and for a client, and another authority that nobody believes. */
export function certify(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'rsa:2048', '-nodes', '-days', '2'];
  for (const name of ['ca', 'other-ca'])
    openssl('req', '-x509', ...key, '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.pem`);
  for (const [name, subject] of [
    ['server', '/CN=localhost'],
    ['client', '/CN=toshobin'],
  ] as const) {
    writeFileSync(path.join(folder, 'names'), 'subjectAltName=DNS:localhost');
    openssl('req', ...key, '-subj', subject, '-keyout', `${name}.key`, '-out', `${name}.csr`);
    const signed = [
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-days',
      '2',
      '-extfile',
      'names',
    ];
    openssl('x509', '-req', '-in', `${name}.csr`, ...signed, '-out', `${name}.pem`);
  }
}

async function startPostgres(at: (name: string) => string, port: number): Promise<ChildProcess> {
  writeFileSync(at('hba'), 'hostssl all all all scram-sha-256\n');
  const child = await spawnPostgres({
    dataFolder: at('postgres'),
    port,
    password,
    settings: [
      'max_connections=200',
      'ssl=on',
      'ssl_min_protocol_version=TLSv1.3',
      `ssl_cert_file=${at('server.pem')}`,
      `ssl_key_file=${at('server.key')}`,
      `hba_file=${at('hba')}`,
    ],
    logFile: at('postgres.log'),
  });
  const url = `postgresql://toshobin:${password}@localhost:${port}/postgres?sslmode=verify-full&sslrootcert=${at('ca.pem')}`;
  await eventually('PostgreSQL over TLS', () => postgresAnswers(url));
  return child;
}

/** What a process is configured with that may do everything at that broker. */
export function kafkaEnvironment(folder: string, port: number): Readonly<Record<string, string>> {
  return {
    KAFKA_BROKERS: `localhost:${port}`,
    KAFKA_TLS: 'on',
    KAFKA_CA_FILE: path.join(folder, 'ca.pem'),
    KAFKA_USERNAME: 'toshobin',
    KAFKA_PASSWORD: password,
  };
}

/** How another user of it reaches that broker. */
export function lockedKafkaAs(user: string, env: Readonly<Record<string, string>>): KafkaAt {
  return kafkaAt(readConfig(z.object(kafkaConfig), { ...env, KAFKA_USERNAME: user }));
}

export async function startLockedKafka(
  folder: string,
  port: number,
  controller: number,
): Promise<ChildProcess> {
  const at = (name: string) => path.join(folder, name);
  const scram = 'org.apache.kafka.common.security.scram.ScramLoginModule required';
  writeFileSync(
    at('kafka.pem'),
    readFileSync(at('server.key'), 'utf8') + readFileSync(at('server.pem'), 'utf8'),
  );
  const broker: OwnBroker = {
    folder: at('kafka'),
    node: 1,
    ports: { clients: port, controller },
    listener: 'SASL_SSL',
    settings: {
      'advertised.listeners': `SASL_SSL://localhost:${port}`,
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      // The broker and its controller speak in plain text here, and are the same.
      'super.users': 'User:ANONYMOUS;User:toshobin',
      'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
      'sasl.mechanism.inter.broker.protocol': 'SCRAM-SHA-512',
      'listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config': `${scram} username="toshobin" password="${password}";`,
      'ssl.enabled.protocols': 'TLSv1.3',
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.location': at('kafka.pem'),
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.location': at('ca.pem'),
      'offsets.topic.replication.factor': 1,
      'transaction.state.log.replication.factor': 1,
      'transaction.state.log.min.isr': 1,
    },
    format: ['toshobin', ...kafkaUsers].flatMap((name) => [
      '--add-scram',
      `SCRAM-SHA-512=[name=${name},password=${password}]`,
    ]),
  };
  prepareBroker(broker);
  const child = startBroker(broker);
  await brokerListens(broker);
  return child;
}
