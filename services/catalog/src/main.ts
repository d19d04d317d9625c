import { taskQueues } from '@toshobin/contracts';
import { poolMeasure } from '@toshobin/database';
import {
  kafkaPublisher,
  outboxMeasures,
  readerMeasures,
  startConsumer,
  startRelay,
  topicsOf,
} from '@toshobin/events';
import { instantFromDate } from '@toshobin/lending-rules';
import {
  acceptedCallers,
  createLogger,
  kafkaAt,
  readConfig,
  startService,
  startTracing,
  temporalAt,
} from '@toshobin/service';
import { answerForCommands, atNight, startWorker, workerMeasures } from '@toshobin/temporal/worker';
import { catalogActivities } from './activities/catalog-activities.ts';
import { ClassCounts } from './classification/class-counts.ts';
import { keepClosures } from './closures/keep-closures.ts';
import { CatalogConfigSchema } from './config.ts';
import { holdMeasures } from './copies/hold-measures.ts';
import { openDatabase } from './database.ts';
import { hearFacts } from './facts/hear-facts.ts';
import { consumerGroup, heardFacts } from './facts/heard-facts.ts';
import { catalogRoutes } from './http/catalog-routes.ts';
import { keepSearchFast } from './placing/keep-search-fast.ts';
import { SearchPool } from './search/search-pool.ts';

const config = readConfig(CatalogConfigSchema);
const callers = acceptedCallers(config);
const log = createLogger('catalog', config.LOG_LEVEL);
await startTracing('catalog', config, log);
const { db, pool, close } = openDatabase(config.CATALOG_DATABASE_URL);
const searchPool = new SearchPool(config.CATALOG_DATABASE_URL);
const kafka = kafkaAt(config);
const publisher = kafkaPublisher(kafka, log, 'catalog');
const relay = startRelay({ pool, publisher, log, source: 'catalog' });
const deps = { db, pool, searchPool, now: () => instantFromDate(new Date()), committed: () => relay.wake() };
const activities = catalogActivities(deps);
const worker = startWorker({
  temporal: temporalAt(config),
  queues: [
    { taskQueue: taskQueues.catalog, activities },
    { taskQueue: taskQueues.catalogAtNight, activities, ...atNight },
  ],
  log,
});
const closures = keepClosures(deps, log);
const heard = { group: consumerGroup, topics: topicsOf(heardFacts), log };
const consumer = startConsumer({
  kafka,
  ...heard,
  handle: hearFacts({ ...deps, closureHeard: closures.wake }),
});

const searchCare = keepSearchFast({
  pool,
  window:
    config.MAINTENANCE_WINDOW ??
    (config.NODE_ENV === 'production' ? { from: '04:30', until: '05:00' } : 'off'),
  now: deps.now,
  log,
});

const counts = new ClassCounts(pool, deps.now, log);

const service = await startService({
  name: 'catalog',
  config,
  log,
  // With Kafka or Temporal away scans and searches go on; readiness names what is away.
  checks: { postgresql: async () => void (await pool.query('SELECT 1')) },
  partners: {
    kafka: () => publisher.check(),
    facts: () => consumer.check(),
    temporal: () => worker.check(),
  },
  measures: [
    poolMeasure,
    ...outboxMeasures(pool),
    ...readerMeasures(kafka, heard),
    ...workerMeasures(worker),
    ...holdMeasures(pool),
    ...counts.measures(),
  ],
  routes: (app) => {
    catalogRoutes(deps, callers, counts, log)(app);
    answerForCommands(app, worker, callers);
  },
});
service.onStop('database', close);
service.onStop('search connections', () => searchPool.close());
service.onStop('closures', () => closures.stop());
service.onStop('searchCare', () => searchCare.stop());
service.onStop('publisher', () => publisher.stop());
service.onStop('relay', () => relay.stop());
service.onStop('consumer', () => consumer.stop());
service.onStop('worker', () => worker.stop());
