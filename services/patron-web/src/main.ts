import { randomUUID } from 'node:crypto';
import { openDatabaseAdapter } from '@toshobin/database';
import { createLogger, serviceClient, startService } from '@toshobin/service';
import { connectTemporal } from '@toshobin/temporal';
import { AttemptLimiter, Sessions } from '@toshobin/web';
import { prismaBasket } from './basket/basket.ts';
import { type PatronWebConfig, readPatronWebConfig } from './config.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { KnownLibraries } from './libraries/known-libraries.ts';
import { mountRoutes } from './mount-routes.ts';
import { askTemporal } from './processes/ask-temporal.ts';
import { prismaDoneAnswers } from './reserving/done-answers.ts';
import { forgetSessions } from './sessions/forget-sessions.ts';
import { prismaAttemptStore } from './sessions/prisma-attempt-store.ts';
import { prismaSessionStore } from './sessions/prisma-session-store.ts';

const HOUR_MS = 3_600_000;

await main(readPatronWebConfig());

async function main(config: PatronWebConfig): Promise<void> {
  const log = createLogger('patron-web', config.LOG_LEVEL);
  const now = () => new Date();
  const database = new PrismaClient({ adapter: openDatabaseAdapter(config.PATRON_WEB_DATABASE_URL) });
  const temporal = connectTemporal({
    address: config.TEMPORAL_ADDRESS,
    namespace: config.TEMPORAL_NAMESPACE,
  });
  const client = (name: string, url: string) => serviceClient(url, config.SERVICE_TOKEN, { name });
  const shipping = client('shipping', config.SHIPPING_URL);
  const deps = {
    catalog: client('catalog', config.CATALOG_URL),
    patron: client('patron', config.PATRON_URL),
    shipping,
    process: askTemporal(temporal),
    libraries: new KnownLibraries(shipping, now),
    basket: prismaBasket(database),
    doneAnswers: prismaDoneAnswers(database),
    sessions: new Sessions({
      store: prismaSessionStore(database),
      publicUrl: config.PATRON_WEB_URL,
      name: 'toshobin-patron',
      idleMinutes: 30,
      absoluteHours: 12,
      now,
    }),
    attempts: new AttemptLimiter({ store: prismaAttemptStore(database), limit: 20, windowMinutes: 10, now }),
    now,
    newId: randomUUID,
    log,
    setting: {
      publicUrl: config.PATRON_WEB_URL,
      libraryName: config.LIBRARY_NAME,
      phone: config.LIBRARY_PHONE,
      maintenanceWindow:
        config.MAINTENANCE_WINDOW ??
        (config.NODE_ENV === 'production' ? { from: '04:30' as const, until: '05:00' as const } : 'off'),
      trustedProxies: config.TRUSTED_PROXIES,
    },
  };
  const service = await startService({
    name: 'patron-web',
    config,
    log,
    // Temporal away is no reason to be unready: search, My Library and applications work without it.
    checks: { postgresql: async () => void (await database.$queryRaw`SELECT 1`) },
    routes: (app) => void mountRoutes(app, deps),
  });
  service.onStop('database', () => database.$disconnect());
  service.onStop('temporal', () => temporal.close());
  const tidy = setInterval(() => {
    forgetSessions(database, now()).catch((err: unknown) =>
      log.warn({ err }, 'old sessions were not removed'),
    );
  }, HOUR_MS);
  service.onStop('tidying', () => clearInterval(tidy));
}
