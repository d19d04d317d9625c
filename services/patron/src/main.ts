import { randomUUID } from 'node:crypto';
import { openOwner } from '@toshobin/owner';
import { firstOf, readConfig, serviceClient, temporalAt } from '@toshobin/service';
import { connectTemporal } from '@toshobin/temporal';
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
const database = openDatabase(config.PATRON_DATABASE_URL);
const { log, callers, serve, ...owner } = await openOwner('patron', config, database);
const deps: PatronDeps = {
  ...owner.deps,
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
const topic = config.SES_NOTIFICATIONS_TOPIC;

await serve({
  activities: patronActivities(deps),
  heard: { facts: heardFacts, group: consumerGroup, handle: hearFacts(deps) },
  routes: patronRoutes(deps, callers, topic === undefined ? undefined : { arn: topic, web: snsWeb() }),
  measures: mailMeasures(database.pool),
  sentenceValues: { phone: config.LIBRARY_PHONE },
  // Sign-in, applications, My Library and desks go on without SES as well.
  alongside: {
    temporal: () => temporal.close(),
    mailer: () => mailer.close(),
    notices: () => notices.stop(),
    sweep: () => sweep.stop(),
  },
});
