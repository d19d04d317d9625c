import { randomUUID } from 'node:crypto';
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
import { shippingActivities } from './activities/shipping-activities.ts';
import { ShippingConfigSchema } from './config.ts';
import { openDatabase } from './database.ts';
import { hearFacts } from './facts/hear-facts.ts';
import { consumerGroup, heardFacts } from './facts/heard-facts.ts';
import { shippingRoutes } from './http/shipping-routes.ts';
import type { ShippingDeps } from './shipping-deps.ts';

const config = readConfig(ShippingConfigSchema);
const callers = acceptedCallers(config);
const log = createLogger('shipping', config.LOG_LEVEL);
await startTracing('shipping', config, log);
const { db, pool, close } = openDatabase(config.SHIPPING_DATABASE_URL);
const kafka = kafkaAt(config);
const publisher = kafkaPublisher(kafka, log, 'shipping');
const relay = startRelay({ pool, publisher, log, source: 'shipping' });
const deps: ShippingDeps = {
  db,
  now: () => instantFromDate(new Date()),
  newId: randomUUID,
  committed: () => relay.wake(),
};
const activities = shippingActivities(deps);
const worker = startWorker({
  temporal: temporalAt(config),
  queues: [
    { taskQueue: taskQueues.shipping, activities },
    { taskQueue: taskQueues.shippingAtNight, activities, ...atNight },
  ],
  log,
});
const heard = { group: consumerGroup, topics: topicsOf(heardFacts), log };
const consumer = startConsumer({ kafka, ...heard, handle: hearFacts(deps) });

const service = await startService({
  name: 'shipping',
  config,
  log,
  // With Kafka or Temporal away the service serves all the same; readiness names what is away.
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
  ],
  routes: (app) => {
    shippingRoutes(deps, callers)(app);
    answerForCommands(app, worker, callers);
  },
});
service.onStop('database', close);
service.onStop('publisher', () => publisher.stop());
service.onStop('relay', () => relay.stop());
service.onStop('consumer', () => consumer.stop());
service.onStop('worker', () => worker.stop());
