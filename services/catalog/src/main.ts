import { openOwner } from '@toshobin/owner';
import { readConfig } from '@toshobin/service';
import { catalogActivities } from './activities/catalog-activities.ts';
import { ClassCounts } from './classification/class-counts.ts';
import { keepClosures } from './closures/keep-closures.ts';
import { CatalogConfigSchema } from './config.ts';
import { holdMeasures } from './copies/hold-measures.ts';
import { openDatabase } from './database.ts';
import { hearFacts } from './facts/hear-facts.ts';
import { consumerGroup, heardFacts } from './facts/heard-facts.ts';
import { catalogRoutes } from './http/catalog-routes.ts';
import { keepSearchFast } from './placing/keep-search-fast.ts';
import { SearchPool } from './search/search-pool.ts';

const config = readConfig(CatalogConfigSchema);
const database = openDatabase(config.CATALOG_DATABASE_URL);
const { pool } = database;
const { log, callers, serve, ...owner } = await openOwner('catalog', config, database);
const searchPool = new SearchPool(config.CATALOG_DATABASE_URL);
const deps = { ...owner.deps, pool, searchPool };
const closures = keepClosures(deps, log);
const inProduction = { from: '04:30', until: '05:00' } as const;
const searchCare = keepSearchFast({
  pool,
  window: config.MAINTENANCE_WINDOW ?? (config.NODE_ENV === 'production' ? inProduction : 'off'),
  now: deps.now,
  log,
});
const counts = new ClassCounts(pool, deps.now, log);

await serve({
  activities: catalogActivities(deps),
  heard: {
    facts: heardFacts,
    group: consumerGroup,
    handle: hearFacts({ ...deps, closureHeard: closures.wake }),
  },
  routes: catalogRoutes(deps, callers, counts, log),
  measures: [...holdMeasures(pool), ...counts.measures()],
  alongside: {
    'search connections': () => searchPool.close(),
    closures: () => closures.stop(),
    searchCare: () => searchCare.stop(),
  },
});
