import { createDatabaseIfMissing, migrate } from '@toshobin/database';
import { databaseUrl, engineConfig, readConfig } from '@toshobin/service';
import { z } from 'zod';
import { createTopics } from './create-topics.ts';
import { fileOf, type Service, services } from './services.ts';

// node --import tsx infra/src/prepare.ts topics|SERVICE: what must be there before a service starts, for whoever
// starts the services without the launcher (docker-compose.yml). Safe to repeat.

const [wanted] = process.argv.slice(2);
const service = services.find(({ name }) => name === wanted);
if (wanted === 'topics') {
  await createTopics(readConfig(z.object({ KAFKA_BROKERS: engineConfig.KAFKA_BROKERS })).KAFKA_BROKERS);
} else if (service !== undefined) {
  await prepareDatabase(service);
  const oneShot = fileOf(service, service.oneShot);
  if (oneShot !== undefined) await import(oneShot);
} else {
  console.error(`prepare.ts topics|${services.map(({ name }) => name).join('|')}`);
  process.exitCode = 2;
}

/** Creates the service's database in its cluster, and applies its migrations. */
async function prepareDatabase(owner: Service): Promise<void> {
  if (owner.database === undefined) return;
  const { variable } = owner.database;
  const url = z.string().parse(readConfig(z.object({ [variable]: databaseUrl }))[variable]);
  const admin = new URL(url);
  admin.pathname = '/postgres';
  await createDatabaseIfMissing(admin.href, decodeURIComponent(new URL(url).pathname.slice(1)));
  const migrations = fileOf(owner, 'prisma/migrations');
  if (migrations !== undefined) await migrate({ databaseUrl: url, folder: migrations });
}
