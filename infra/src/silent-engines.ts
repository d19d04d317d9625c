import http2 from 'node:http2';
import { kafkaAnswers } from '@toshobin/events';
import {
  createLogger,
  databaseUrl,
  inTime,
  kafkaAt,
  kafkaConfig,
  readConfig,
  type TemporalAt,
  temporalAt,
  temporalConfig,
} from '@toshobin/service';
import pg from 'pg';
import { z } from 'zod';

/** Milliseconds in which an engine that is well has said something. */
const ANSWER_MS = 2_000;

/** Which of the engines that these settings lead to give no answer now, as an operator calls them. A refusal is an answer. */
export async function silentEngines(settings: readonly string[]): Promise<string[]> {
  const looks = settings.map(async (setting) => {
    const engine = engineOf(setting);
    return engine === undefined || (await inTime(ANSWER_MS, engine.answers(), () => false))
      ? []
      : [engine.name];
  });
  return (await Promise.all(looks)).flat();
}

interface Engine {
  readonly name: string;
  answers(): Promise<boolean>;
}

function engineOf(setting: string): Engine | undefined {
  if (setting === 'KAFKA_BROKERS') {
    const at = kafkaAt(readConfig(z.object(kafkaConfig)));
    return { name: `Kafka (${at.brokers})`, answers: () => kafkaAnswers(at, createLogger('look', 'silent')) };
  }
  if (setting === 'TEMPORAL_ADDRESS') {
    const at = temporalAt(readConfig(z.object(temporalConfig)));
    return { name: `Temporal (${at.address})`, answers: () => temporalSpeaks(at) };
  }
  if (!setting.endsWith('_DATABASE_URL')) return undefined;
  const address = z.string().parse(readConfig(z.object({ [setting]: databaseUrl }))[setting]);
  return { name: `PostgreSQL (${new URL(address).host})`, answers: () => postgresSpeaks(address) };
}

/** gRPC is HTTP/2: whoever speaks it says at once how. */
function temporalSpeaks({ address, tls }: TemporalAt): Promise<boolean> {
  const session = http2.connect(`${tls ? 'https' : 'http'}://${address}`, { ...tls });
  return new Promise<boolean>((resolve) => {
    session.once('remoteSettings', () => resolve(true)).once('error', () => resolve(true));
    setTimeout(() => resolve(false), ANSWER_MS);
  }).finally(() => session.destroy());
}

async function postgresSpeaks(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined);
  const said = client.connect().then(
    () => true,
    () => true,
  );
  const spoke = await inTime(ANSWER_MS, said, () => false);
  void client.end().catch(() => undefined);
  return spoke;
}
