import { once } from 'node:events';
import http2 from 'node:http2';
import { connect } from 'node:net';
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
      : [`${engine.name} (${engine.at})`];
  });
  return (await Promise.all(looks)).flat();
}

/** An engine that takes no connection where the settings have it. */
interface UnreachedEngine {
  readonly name: string;
  readonly at: string;
  readonly settings: readonly string[];
  /** As Node calls it: ECONNREFUSED, ENOTFOUND. */
  readonly reason: string;
}

/** Which of the engines that these settings lead to take no connection now, each address once. */
export async function unreachedEngines(settings: readonly string[]): Promise<UnreachedEngine[]> {
  const unreached = new Map<string, UnreachedEngine>();
  for (const setting of settings) {
    const engine = engineOf(setting);
    if (engine === undefined) continue;
    const before = unreached.get(engine.at);
    const reason = before?.reason ?? (await refusalOf(engine.at));
    if (reason === undefined) continue;
    const { name, at } = engine;
    unreached.set(at, { name, at, reason, settings: [...(before?.settings ?? []), setting] });
  }
  return [...unreached.values()];
}

/** Why nobody at these addresses takes a connection; undefined where one does, or none says anything in time. */
async function refusalOf(at: string): Promise<string | undefined> {
  let reason: string | undefined;
  for (const address of at.split(',')) {
    const [, host = '', port] = /^\[?(.*?)\]?:(\d+)$/.exec(address) ?? [];
    const socket = connect({ host, port: Number(port) });
    const told = once(socket, 'connect').then(
      () => undefined,
      (fault: unknown) => String(fault instanceof Error && 'code' in fault ? fault.code : fault),
    );
    reason = await inTime(ANSWER_MS, told, () => undefined);
    socket.destroy();
    if (reason === undefined) return undefined;
  }
  return reason;
}

interface Engine {
  readonly name: string;
  /** Host and port; of Kafka several, with commas between them. */
  readonly at: string;
  answers(): Promise<boolean>;
}

function engineOf(setting: string): Engine | undefined {
  if (setting === 'KAFKA_BROKERS') {
    const at = kafkaAt(readConfig(z.object(kafkaConfig)));
    return {
      ...{ name: 'Kafka', at: at.brokers.join(',') },
      answers: () => kafkaAnswers(at, createLogger('look', 'silent')),
    };
  }
  if (setting === 'TEMPORAL_ADDRESS') {
    const at = temporalAt(readConfig(z.object(temporalConfig)));
    return { name: 'Temporal', at: at.address, answers: () => temporalSpeaks(at) };
  }
  if (!setting.endsWith('_DATABASE_URL')) return undefined;
  const address = z.string().parse(readConfig(z.object({ [setting]: databaseUrl }))[setting]);
  const { host, port } = new URL(address);
  return {
    ...{ name: 'PostgreSQL', at: port === '' ? `${host}:5432` : host },
    answers: () => postgresSpeaks(address),
  };
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
