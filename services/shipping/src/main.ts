import { shippingApi, taskQueues } from '@toshobin/contracts';
import { kafkaPublisher, startConsumer, startRelay, topicsOf } from '@toshobin/events';
import { createLogger, requireServiceToken, serveOpenApi, startService } from '@toshobin/service';
import { answerForCommands, startWorker } from '@toshobin/temporal';
import { Router } from 'express';
import pg from 'pg';
import { shippingActivities } from './activities/shipping-activities.ts';
import { machineClock } from './clock.ts';
import { shippingConfig } from './config.ts';
import { openDatabase } from './database/open-database.ts';
import { hearCatalog } from './facts/hear-catalog.ts';
import { heardFacts } from './facts/heard-facts.ts';
import { serveShipping } from './http/serve-shipping.ts';
import type { Shipping } from './shipping.ts';

const config = shippingConfig();
const log = createLogger('shipping', config.LOG_LEVEL);
const db = openDatabase(config.SHIPPING_DATABASE_URL);
const pool = new pg.Pool({ connectionString: config.SHIPPING_DATABASE_URL, max: 2 });
pool.on('error', (error) => log.warn({ err: error }, 'a connection of the relay broke'));
const publisher = kafkaPublisher(config.KAFKA_BROKERS, log);
const relay = startRelay({ pool, publisher, log, source: 'shipping' });
const shipping: Shipping = { db, now: machineClock, wakeRelay: () => relay.wake() };
const temporal = { address: config.TEMPORAL_ADDRESS, namespace: config.TEMPORAL_NAMESPACE };
const worker = startWorker({
  ...temporal,
  queues: [{ taskQueue: taskQueues.shipping, activities: shippingActivities(shipping) }],
  log,
});
const consumer = startConsumer({
  brokers: config.KAFKA_BROKERS,
  group: 'shipping',
  topics: topicsOf(heardFacts),
  handle: hearCatalog(shipping),
  log,
});

const service = await startService({
  name: 'shipping',
  config,
  log,
  // With Kafka or Temporal away the service serves all the same; readiness names what is away.
  checks: {
    postgresql: async () => void (await db.$queryRaw`SELECT 1`),
  },
  partners: {
    kafka: () => publisher.check(),
    catalogFacts: () => consumer.check(),
    temporal: () => worker.check(),
  },
  routes: (app) => {
    serveOpenApi(app, { title: 'Shipping', version: '0.1.0', endpoints: Object.values(shippingApi) });
    const router = Router();
    serveShipping(router, shipping);
    app.use(requireServiceToken(config.SERVICE_TOKEN), router);
    answerForCommands(app, worker, config.SERVICE_TOKEN);
  },
});
service.onStop('database', () => db.$disconnect());
service.onStop('relay connections', () => pool.end());
service.onStop('publisher', () => publisher.stop());
service.onStop('relay', () => relay.stop());
service.onStop('consumer', () => consumer.stop());
service.onStop('worker', () => worker.stop());
