import { randomUUID } from 'node:crypto';
import { openOwner } from '@toshobin/owner';
import { readConfig } from '@toshobin/service';
import { shippingActivities } from './activities/shipping-activities.ts';
import { ShippingConfigSchema } from './config.ts';
import { openDatabase } from './database.ts';
import { hearFacts } from './facts/hear-facts.ts';
import { consumerGroup, heardFacts } from './facts/heard-facts.ts';
import { shippingRoutes } from './http/shipping-routes.ts';

const config = readConfig(ShippingConfigSchema);
const database = openDatabase(config.SHIPPING_DATABASE_URL);
const { callers, serve, ...owner } = await openOwner('shipping', config, database);
const deps = { ...owner.deps, newId: randomUUID };

await serve({
  activities: shippingActivities(deps),
  heard: { facts: heardFacts, group: consumerGroup, handle: hearFacts(deps) },
  routes: shippingRoutes(deps, callers),
});
