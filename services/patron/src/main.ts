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
  firstOf,
  kafkaAt,
  readConfig,
  serviceClient,
  startService,
  startTracing,
  temporalAt,
} from '@toshobin/service';
import { connectTemporal } from '@toshobin/temporal';
import { answerForCommands, atNight, startWorker, workerMeasures } from '@toshobin/temporal/worker';
import { patronActivities } from './activities/patron-activities.ts';
import { snsWeb } from './bounces/sns-web.ts';
import { PatronConfigSchema } from './config.ts';
import { openDatabase } from './database.ts';
import { hearFacts } from './facts/hear-facts.ts';
import { consumerGroup, heardFacts } from './facts/heard-facts.ts';
import { patronRoutes } from './http/patron-routes.ts';
import { mailMeasures } from './mails/mail-measures.ts';
import { startNoticeSender } from './mails/notice-sender.ts';
import { sesMailer } from './mails/ses-mailer.ts';
import type { PatronDeps } from './patron-deps.ts';
import { startSweep } from './sweep/start-applications.ts';

const config = readConfig(PatronConfigSchema);
const callers = acceptedCallers(config);
const log = createLogger('patron', config.LOG_LEVEL);
await startTracing('patron', config, log);
const { db, pool, close } = openDatabase(config.PATRON_DATABASE_URL);
const kafka = kafkaAt(config);
const publisher = kafkaPublisher(kafka, log, 'patron');
const relay = startRelay({ pool, publisher, log, source: 'patron' });
const deps: PatronDeps = {
  db,
  now: () => instantFromDate(new Date()),
  newId: randomUUID,
  log,
  catalog: serviceClient(config.CATALOG_URL, firstOf(config.PATRON_TOKEN), { name: 'catalog' }),
  settings: {
    libraryName: config.LIBRARY_NAME,
    libraryPhone: config.LIBRARY_PHONE,
    patronWebUrl: config.PATRON_WEB_URL,
    secret: firstOf(config.PATRON_SECRET),
    otherSecrets: config.PATRON_SECRET.slice(1),
    noticeGatherSeconds: config.NOTICE_GATHER_SECONDS,
    mailWindow: config.MAIL_WINDOW,
  },
  committed: () => relay.wake(),
};
const mailer = sesMailer({
  region: config.SES_REGION,
  endpoint: config.SES_ENDPOINT,
  from: config.MAIL_FROM,
  fromName: config.LIBRARY_NAME,
});
const notices = startNoticeSender(deps, mailer);
const temporal = connectTemporal(temporalAt(config));
const sweep = startSweep(deps, temporal);
const activities = patronActivities(deps);
const worker = startWorker({
  temporal: temporalAt(config),
  queues: [
    { taskQueue: taskQueues.patron, activities },
    { taskQueue: taskQueues.patronAtNight, activities, ...atNight },
  ],
  log,
});
const heard = { group: consumerGroup, topics: topicsOf(heardFacts), log };
const consumer = startConsumer({ kafka, ...heard, handle: hearFacts(deps) });

const service = await startService({
  name: 'patron',
  config,
  log,
  sentenceValues: { phone: config.LIBRARY_PHONE },
  // Sign-in, applications, My Library and desks go on without Kafka, Temporal and SES; readiness names what is away.
  checks: { postgresql: async () => void (await pool.query('SELECT 1')) },
  partners: { kafka: () => publisher.check(), facts: () => consumer.check(), temporal: () => worker.check() },
  measures: [
    poolMeasure,
    ...outboxMeasures(pool),
    ...readerMeasures(kafka, heard),
    ...workerMeasures(worker),
    ...mailMeasures(pool),
  ],
  routes: (app) => {
    const topic = config.SES_NOTIFICATIONS_TOPIC;
    patronRoutes(deps, callers, topic === undefined ? undefined : { arn: topic, web: snsWeb() })(app);
    answerForCommands(app, worker, callers);
  },
});
service.onStop('database', close);
service.onStop('publisher', () => publisher.stop());
service.onStop('relay', () => relay.stop());
service.onStop('temporal', () => temporal.close());
service.onStop('mailer', () => mailer.close());
service.onStop('notices', () => notices.stop());
service.onStop('sweep', () => sweep.stop());
service.onStop('consumer', () => consumer.stop());
service.onStop('worker', () => worker.stop());
