import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Figure, sayWithSeconds, tableOf } from '@toshobin/bench';
import { createDatabaseIfMissing, migrate } from '@toshobin/database';
import pg from 'pg';
import { loadCatalogue } from '../load/load-catalogue.ts';
import { SearchPool } from '../search/search-pool.ts';
import { askNeed } from './ask-need.ts';
import { startBenchPostgres } from './bench-postgres.ts';
import { withClient } from './build-database.ts';
import { type Need, type NeedSet, needSets, readNeeds } from './needs.ts';
import { type AnsweredNeed, qualityFigures } from './quality-figures.ts';

/**
 * `npm run bench:search-quality [-- --anew --show KIND|all --set NAME --data DIR --json FILE]`: whether the search over
 * the demonstration's catalogue hands over what a librarian would, for the needs of data/needs (docs/search.md). Ends
 * with status 0 when it ran; whether the goals are met is in the figures. `--show` tells of each need that is not met
 * what came first.
 */
const { values } = parseArgs({
  options: {
    show: { type: 'string' },
    set: { type: 'string', multiple: true },
    /** Whether to load again what an earlier run has loaded. */
    anew: { type: 'boolean', default: false },
    data: { type: 'string', default: path.join('.local', 'search-quality') },
    json: { type: 'string' },
  },
});
const DATABASE = 'quality';
const say = sayWithSeconds();

const postgres = await startBenchPostgres(path.resolve(values.data));
try {
  const url = postgres.url(DATABASE);
  await withClient(postgres.url('postgres'), (client) => client.query(`DROP DATABASE IF EXISTS ${DATABASE}`));
  await createDatabaseIfMissing(postgres.url('postgres'), DATABASE);
  await migrate({
    databaseUrl: url,
    folder: fileURLToPath(new URL('../../prisma/migrations', import.meta.url)),
  });
  const pool = new pg.Pool({ connectionString: url });
  const loaded = await loadCatalogue(pool, { sources: ['aozora', 'example'] });
  await pool.end();
  if (loaded.some(({ outcome }) => outcome === 'differs'))
    throw new Error('Other data were loaded before: --anew');
  say('the catalogue is loaded');
  const searchPool = new SearchPool(url);
  const figures: Figure[] = [];
  for (const set of Object.keys(needSets).filter(isSet)) {
    if (values.set !== undefined && !values.set.includes(set)) continue;
    const answered: AnsweredNeed[] = [];
    for (const need of readNeeds(set)) answered.push(await answer(searchPool, set, need));
    say(`${answered.length} needs asked (${set})`);
    figures.push(...qualityFigures(set, answered));
  }
  await searchPool.close();
  console.log(tableOf(figures, ''));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
} finally {
  await postgres.stop();
}

function isSet(name: string): name is NeedSet {
  return name in needSets;
}

async function answer(searchPool: SearchPool, set: NeedSet, need: Need): Promise<AnsweredNeed> {
  const { records, total, ...answered } = await askNeed(searchPool, need);
  const { place } = answered;
  if (place !== 1 && (values.show === 'all' || values.show === need.kind)) {
    const came = records.slice(0, 3).map(({ title, subtitle, author }) => `${title} ${subtitle} (${author})`);
    console.log(
      `${set} ${need.kind} 「${need.query}」 ${place ?? '–'} of ${total}: ${came.join(', ') || 'nothing'}`,
    );
  }
  return answered;
}
