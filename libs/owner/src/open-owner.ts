import { type EventType, taskQueues } from '@toshobin/contracts';
import { type OwnDatabase, poolMeasure } from '@toshobin/database';
import {
  type Hears,
  kafkaPublisher,
  outboxMeasures,
  readerMeasures,
  startConsumer,
  startRelay,
  topicsOf,
} from '@toshobin/events';
import { type Instant, instantFromDate, type RefusalValues } from '@toshobin/lending-rules';
import {
  acceptedCallers,
  type CallerTokens,
  type callerConfig,
  type commonConfig,
  createLogger,
  type engineConfig,
  kafkaAt,
  type Logger,
  type Measure,
  startService,
  startTracing,
  temporalAt,
} from '@toshobin/service';
import { answerForCommands, atNight, startWorker, workerMeasures } from '@toshobin/temporal/worker';
import type { Express } from 'express';
import type { z } from 'zod';

/** The settings of a process that owns data, beside its database's. */
type OwnerConfig = z.output<z.ZodObject<typeof commonConfig & typeof callerConfig & typeof engineConfig>>;

/** What the verbs of every owner need of its process; a test brings its own clock. */
export interface OwnerDeps<Db> {
  db: Db;
  /** The moment at which something is recorded; commands and scans carry their own time. */
  now(): Instant;
  /** Called after a commit that has written events, so that the relay need not wait for its next look. */
  committed(): void;
}

/** What an owner does, made of its deps. */
interface Owns {
  /** The commands of processes that it carries out. */
  activities: object;
  /** The facts that it hears, in which consumer group, and what it does with them. */
  heard: { facts: readonly EventType[]; group: string; handle: Hears };
  /** Its operations. */
  routes(app: Express): void;
  measures?: readonly Measure[];
  /** What no rule knows and a refusal's sentence names. */
  sentenceValues?: RefusalValues;
  /** What it runs besides, by name, and how that ends; the last of them ends first. */
  alongside?: Readonly<Record<string, () => unknown>>;
}

interface Owner<Db> {
  log: Logger;
  callers: CallerTokens;
  deps: OwnerDeps<Db>;
  /** Carries out commands, hears facts and answers over HTTP from now on, until the process is told to end. */
  serve(owns: Owns): Promise<void>;
}

/**
 * The process of a service that owns data: what it has written is told over Kafka by its relay from now on. With Kafka or
 * Temporal away it serves all the same; readiness names what is away.
 */
export async function openOwner<Db>(
  name: 'catalog' | 'patron' | 'shipping',
  config: OwnerConfig,
  { db, pool, close }: OwnDatabase<Db>,
): Promise<Owner<Db>> {
  const log = createLogger(name, config.LOG_LEVEL);
  await startTracing(name, config, log);
  const callers = acceptedCallers(config);
  const kafka = kafkaAt(config);
  const publisher = kafkaPublisher(kafka, log, name);
  const relay = startRelay({ pool, publisher, log, source: name });
  const deps = { db, now: () => instantFromDate(new Date()), committed: () => relay.wake() };

  const serve = async ({ activities, heard, routes, measures = [], sentenceValues, alongside }: Owns) => {
    const worker = startWorker({
      temporal: temporalAt(config),
      queues: [
        { taskQueue: taskQueues[name], activities },
        { taskQueue: taskQueues[`${name}AtNight`], activities, ...atNight },
      ],
      log,
    });
    const reading = { group: heard.group, topics: topicsOf(heard.facts), log };
    const consumer = startConsumer({ kafka, ...reading, handle: heard.handle });
    const service = await startService({
      name,
      config,
      log,
      ...(sentenceValues && { sentenceValues }),
      checks: { postgresql: async () => void (await pool.query('SELECT 1')) },
      partners: {
        kafka: () => publisher.check(),
        facts: () => consumer.check(),
        temporal: () => worker.check(),
      },
      measures: [
        poolMeasure,
        ...outboxMeasures(pool),
        ...readerMeasures(kafka, reading),
        ...workerMeasures(worker),
        ...measures,
      ],
      routes: (app) => {
        routes(app);
        answerForCommands(app, worker, callers);
      },
    });
    service.onStop('database', close);
    service.onStop('publisher', () => publisher.stop());
    service.onStop('relay', () => relay.stop());
    for (const [what, stop] of Object.entries(alongside ?? {})) service.onStop(what, stop);
    service.onStop('consumer', () => consumer.stop());
    service.onStop('worker', () => worker.stop());
  };
  return { log, callers, deps, serve };
}
