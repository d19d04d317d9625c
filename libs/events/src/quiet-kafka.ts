import { type KafkaAt, type Logger, within } from '@toshobin/service';
import { Kafka, type KafkaConfig, logLevel, type SASLOptions } from 'kafkajs';
import './patient-request-queue.ts';

/** Waits for a broker that is away for as long as it takes; measured under kills and freezes of the broker. */
const PATIENT = { retries: 1_000_000, initialRetryTime: 100, maxRetryTime: 2_000 };
/** For questions that somebody waits for. */
const IMPATIENT = { retries: 1, initialRetryTime: 100, maxRetryTime: 300 };

/** A client whose own lines, one a retry, go to `debug`: ours say once that the broker went, and once that it is back. */
export function quietKafka(
  at: KafkaAt,
  clientId: string,
  log: Logger,
  patience: 'patient' | 'impatient' = 'patient',
): Kafka {
  const config: KafkaConfig = {
    ...reaching(at),
    clientId,
    connectionTimeout: patience === 'patient' ? 3_000 : 1_000,
    requestTimeout: patience === 'patient' ? 10_000 : 2_000,
    retry: patience === 'patient' ? PATIENT : IMPATIENT,
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => log.debug({ kafka: entry.namespace }, entry.log.message),
  };
  return new Kafka(config);
}

/** Where the brokers are, and what is shown to them, in the client's words. */
export function reaching({ brokers, tls, login }: KafkaAt): Pick<KafkaConfig, 'brokers' | 'ssl' | 'sasl'> {
  return { brokers: [...brokers], ...(tls && { ssl: { ...tls } }), ...(login && { sasl: saslOf(login) }) };
}

/** The client tells mechanisms apart by type. */
function saslOf({ mechanism, ...login }: NonNullable<KafkaAt['login']>): SASLOptions {
  switch (mechanism) {
    case 'plain':
      return { mechanism, ...login };
    case 'scram-sha-256':
      return { mechanism, ...login };
    case 'scram-sha-512':
      return { mechanism, ...login };
  }
}

/** Whether a broker says who it is, within about two seconds; one that hangs takes connections and says nothing. */
export async function kafkaAnswers(at: KafkaAt, log: Logger): Promise<boolean> {
  try {
    await askKafka(at, log);
    return true;
  } catch {
    return false;
  }
}

/** Asks the brokers who they are; throws when none answers within about two seconds. */
export async function askKafka(at: KafkaAt, log: Logger): Promise<void> {
  const admin = quietKafka(at, 'readiness', log, 'impatient').admin();
  try {
    await within(
      1_800,
      'asking Kafka',
      admin.connect().then(() => admin.describeCluster()),
    );
  } finally {
    void admin.disconnect().catch(() => undefined);
  }
}
