import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { machine, percentile, sayWithSeconds, wholeNumber } from '@toshobin/bench';
import { makeBarcode } from '@toshobin/contracts';
import { createDatabaseIfMissing, migrate } from '@toshobin/database';
import { instantFromDate, instantFromEpochMs } from '@toshobin/lending-rules';
import type { Pool } from 'pg';
import type { CatalogDeps } from '../catalog-deps.ts';
import { openDatabase } from '../database.ts';
import { type Asked, askedOfHistory } from './asked-of-history.ts';
import { startBenchPostgres } from './bench-postgres.ts';
import { withClient } from './build-database.ts';
import { explainAsked } from './explain-asked.ts';
import { fillYears } from './fill-years.ts';
import { liveThrough } from './live-through.ts';

/**
 * `npm run bench:growth [-- --reservations N --years N --data DIR]`: what years of settled reservations weigh in the
 * catalog's database, and how long the questions of desks and nights take, with one reservation in it and with all of
 * them (docs/capacity.md). Ends with status 0 when it ran.
 */
const { values } = parseArgs({
  options: {
    reservations: { type: 'string', default: '200000' },
    years: { type: 'string', default: '1' },
    data: { type: 'string', default: path.join('.local', 'growth') },
  },
});
const aYear = wholeNumber('reservations', values.reservations, 1000);
const years = wholeNumber('years', values.years, 1);
const DATABASE = 'growth';
const YEAR_SECONDS = 365 * 24 * 60 * 60;
const RUNS = 7;
/** The sizes of the tables that hold more than a few pages. */
const SIZES = `SELECT relname AS "table", reltuples::bigint::text AS rows,
    round(pg_table_size(oid) / 1e6)::int AS "heap MB", round(pg_indexes_size(oid) / 1e6)::int AS "indexes MB"
  FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_table_size(oid) > 1e6
  ORDER BY pg_total_relation_size(oid) DESC`;
const say = sayWithSeconds();

const postgres = await startBenchPostgres(path.resolve(values.data));
try {
  const databaseUrl = postgres.url(DATABASE);
  await withClient(postgres.url('postgres'), (client) => client.query(`DROP DATABASE IF EXISTS ${DATABASE}`));
  await createDatabaseIfMissing(postgres.url('postgres'), DATABASE);
  await migrate({ databaseUrl, folder: fileURLToPath(new URL('../../prisma/migrations', import.meta.url)) });
  const opened = openDatabase(databaseUrl);
  const deps = { ...opened, now: () => instantFromDate(new Date()), committed: () => {} };
  const began = instantFromEpochMs(Date.now() - 30 * 24 * 60 * 60 * 1000);
  const reservationId = await liveThrough(deps, began);
  const asked = { reservationId, barcode: makeBarcode('copy', 1) };
  const few = await costs(deps, databaseUrl, asked);
  say('a reservation was lived through');
  await withClient(databaseUrl, async (client) => {
    await fillYears(client, reservationId, {
      over: aYear * years,
      everySeconds: YEAR_SECONDS / aYear,
      copies: aYear,
    });
    say(`${aYear * years} more of the kind`);
    await client.query('VACUUM ANALYZE');
    const { rows } = await client.query(SIZES);
    console.table(rows);
  });
  say(machine());
  const many = await costs(deps, databaseUrl, asked);
  console.table(
    Object.keys(askedOfHistory).map((question) => ({
      question,
      'pages with one': few.get(question)?.pages,
      'with all': many.get(question)?.pages,
      'ms with one': few.get(question)?.ms,
      'ms with all': many.get(question)?.ms,
    })),
  );
  await opened.close();
} finally {
  await postgres.stop();
}

/** What each question costs: the median of some times in ms, and the pages that its statements look at. */
async function costs(deps: CatalogDeps & { pool: Pool }, url: string, asked: Asked) {
  const found = new Map<string, { ms: number; pages: number }>();
  for (const [question, ask] of Object.entries(askedOfHistory)) {
    const times: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const began = performance.now();
      await ask(deps, asked);
      times.push(performance.now() - began);
    }
    const read = await explainAsked({ url, pool: deps.pool }, (db) => ask({ ...deps, db }, asked));
    const pages = read.reduce((sum, one) => sum + one.pages, 0);
    found.set(question, { ms: Math.round(percentile(times, 50)), pages });
  }
  return found;
}
