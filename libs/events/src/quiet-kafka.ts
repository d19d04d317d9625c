import type { Logger } from '@toshobin/service';
import { Kafka, type KafkaConfig, logLevel } from 'kafkajs';
import './patient-request-queue.ts';

/** Waits for a broker that is away for as long as it takes; measured under kills and freezes of the broker. */
const PATIENT = { retries: 1_000_000, initialRetryTime: 100, maxRetryTime: 2_000 };
/** For questions that somebody waits for. */
const IMPATIENT = { retries: 1, initialRetryTime: 100, maxRetryTime: 300 };

/** A client whose own lines, one a retry, go to `debug`: ours say once that the broker went, and once that it is back. */
export function quietKafka(
  brokers: readonly string[],
  clientId: string,
  log: Logger,
  patience: 'patient' | 'impatient' = 'patient',
): Kafka {
  const config: KafkaConfig = {
    brokers: [...brokers],
    clientId,
    connectionTimeout: patience === 'patient' ? 3_000 : 1_000,
    requestTimeout: patience === 'patient' ? 10_000 : 2_000,
    retry: patience === 'patient' ? PATIENT : IMPATIENT,
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => log.debug({ kafka: entry.namespace }, entry.log.message),
  };
  return new Kafka(config);
}

/** The work's outcome, or a rejection after that many milliseconds; the work itself goes on. */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not done after ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether a broker says who it is, within about two seconds; one that hangs takes connections and says nothing. */
export async function kafkaAnswers(brokers: readonly string[], log: Logger): Promise<boolean> {
  try {
    await askKafka(brokers, log);
    return true;
  } catch {
    // That is the answer: it does not.
    return false;
  }
}

/** Asks the brokers who they are; throws when none answers within about two seconds. */
export async function askKafka(brokers: readonly string[], log: Logger): Promise<void> {
  const admin = quietKafka(brokers, 'readiness', log, 'impatient').admin();
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
