import { instantFromDate } from '@toshobin/lending-rules';
import { createLogger, startService } from '@toshobin/service';
import { ClassCounts } from '../classification/class-counts.ts';
import { openDatabase } from '../database.ts';
import { catalogRoutes } from '../http/catalog-routes.ts';
import { SearchPool } from '../search/search-pool.ts';

// The catalog's HTTP interface in a process of its own, as main.ts mounts it, without Kafka and Temporal. It tells its
// address to the bench.
const url = process.env.CATALOG_DATABASE_URL ?? '';
const { db, pool, close } = openDatabase(url);
const searchPool = new SearchPool(url);
const log = createLogger('catalog', 'warn');
const now = () => instantFromDate(new Date());
const service = await startService({
  name: 'catalog',
  config: { HOST: '127.0.0.1', PORT: 0 },
  log,
  routes: catalogRoutes(
    { db, pool, searchPool, now, committed: () => {} },
    { 'patron-web': [process.env.PATRON_WEB_TOKEN ?? ''], 'staff-web': [], patron: [] },
    new ClassCounts(pool, now, log),
    log,
  ),
});
service.onStop('database', close);
service.onStop('search connections', () => searchPool.close());
process.send?.(service.url);
// Ends with the bench, however that ends.
process.on('disconnect', () => process.exit());
