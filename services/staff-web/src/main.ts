import { poolMeasure } from '@toshobin/database';
import { deadLetterBox, letterMeasure } from '@toshobin/events';
import { createLogger, kafkaAt, lookEvery, startService, startTracing } from '@toshobin/service';
import { readStaffWebConfig, type StaffWebConfig } from './config.ts';
import { backupMeasure } from './last-backup/kept-backup.ts';
import { mountRoutes } from './mount-routes.ts';
import { openDatabase, openDeps } from './open-deps.ts';
import { carryOutCancellations, LOOK_SECONDS } from './phone/carry-out-cancellations.ts';
import { forgetSessions, vacuumAtNight } from './signed-in/forget-sessions.ts';
import { WhatWaits } from './what-waits/what-waits.ts';

const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;

await main(readStaffWebConfig());

async function main(config: StaffWebConfig): Promise<void> {
  const log = createLogger('staff-web', config.LOG_LEVEL);
  await startTracing('staff-web', config, log);
  const database = openDatabase(config.STAFF_WEB_DATABASE_URL);
  const deadLetters = deadLetterBox(kafkaAt(config), log);
  const deps = { ...openDeps(config, { database, deadLetters, log }), whatWaits: new WhatWaits() };
  if (config.STAFF_SECRET.length > 1) {
    const count = await deps.secondFactors.sealAnew();
    log.info({ count }, 'second factors are sealed with the first of the secrets');
  }
  const service = await startService({
    name: 'staff-web',
    config,
    log,
    isPublic: true,
    // Processes away are no reason to be unready: everything but wishes on the telephone works without them.
    checks: { postgresql: async () => void (await database.$queryRaw`SELECT 1`) },
    measures: [poolMeasure, letterMeasure(deadLetters), backupMeasure(database, deps.now)],
    routes: (app) => void mountRoutes(app, deps),
  });
  service.onStop('database', () => database.$disconnect());
  service.onStop('dead letters', () => deadLetters.close());
  service.onStop('counting', () => deps.whatWaits.counted());
  const every = (ms: number, name: string, look: () => Promise<unknown>, missed: string) => {
    const looking = lookEvery(ms, look, (err) => log.warn({ err }, missed));
    service.onStop(name, looking.stop);
    return looking;
  };
  const begin = async () => {
    if (await deps.whatWaits.begin(deps)) void first.stop();
  };
  const first = every(SECOND_MS, 'first count', begin, 'what waits is counted later');
  const forget = async () => {
    await forgetSessions(database, deps.now());
    await deps.audit.forgetWhich();
    await vacuumAtNight(database, deps.now());
  };
  every(HOUR_MS, 'forgetting', forget, 'old sessions were not removed, or old deeds still name what it was');
  const cancel = () => carryOutCancellations(deps);
  every(LOOK_SECONDS * SECOND_MS, 'cancellations', cancel, 'cancellations are carried out later');
}
