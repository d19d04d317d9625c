import { createDatabaseIfMissing, migrate } from '@toshobin/database';
import { localAdminUrl } from './engines/postgres.ts';
import type { Plan } from './plan.ts';
import { fileOf, type Service } from './services.ts';

/** Creates a service's database where the cluster is ours, and applies its migrations. */
export async function prepareDatabase(plan: Plan, service: Service): Promise<void> {
  if (service.database === undefined) return;
  if (plan.local.has('postgres')) await createDatabaseIfMissing(localAdminUrl(plan), service.database.name);
  const folder = fileOf(service, 'prisma/migrations');
  const databaseUrl = plan.env[service.database.variable];
  if (folder !== undefined && databaseUrl !== undefined) await migrate({ databaseUrl, folder });
}
