import { poolMeasure } from '@toshobin/database';
import { createLogger, lookEvery, startService, startTracing } from '@toshobin/service';
import { type PatronWebConfig, readPatronWebConfig } from './config.ts';
import { mountRoutes } from './mount-routes.ts';
import { openDatabase, openDeps } from './open-deps.ts';
import { forgetSessions, vacuumAtNight } from './sessions/forget-sessions.ts';

const HOUR_MS = 3_600_000;

await main(readPatronWebConfig());

async function main(config: PatronWebConfig): Promise<void> {
  const log = createLogger('patron-web', config.LOG_LEVEL);
  await startTracing('patron-web', config, log);
  const database = openDatabase(config.PATRON_WEB_DATABASE_URL);
  const deps = openDeps(config, { database, log });
  const service = await startService({
    name: 'patron-web',
    config,
    log,
    isPublic: true,
    // Processes away are no reason to be unready: search, My Library and applications work without them.
    checks: { postgresql: async () => void (await database.$queryRaw`SELECT 1`) },
    measures: [poolMeasure],
    routes: (app) => void mountRoutes(app, deps),
  });
  service.onStop('database', () => database.$disconnect());
  const tidying = lookEvery(
    HOUR_MS,
    async () => {
      await forgetSessions(database, deps.now());
      await vacuumAtNight(database, deps.now());
    },
    (err) => log.warn({ err }, 'old sessions were not removed'),
  );
  service.onStop('tidying', tidying.stop);
}
