import { instantFromDate } from '@toshobin/lending-rules';
import { readConfig } from '@toshobin/service';
import { LoadConfigSchema } from './config.ts';
import { openDatabase } from './database.ts';
import { type LoadedSource, loadCatalogue } from './load/load-catalogue.ts';
import { placeAtOnce } from './placing/place-in-window.ts';
import { renormaliseRecords } from './placing/renormalise-records.ts';
import { writeFirstPolicy } from './policy/write-first-policy.ts';
import { checkSearchLocale } from './search/check-search-locale.ts';

// One-shot, safe to repeat: loads the demonstration's titles and their copies, and the first version of the policy. The
// relay of the running service publishes the policy.
const NAMES: Record<LoadedSource['source'], string> = { aozora: '青空文庫', example: 'made-up examples' };
/** Lines of progress while loading; a line for each batch would be too many. */
const STEPS = 5;

const config = readConfig(LoadConfigSchema);
const demo = config.DEMO_DATA === 'on';
const { db, pool, close } = openDatabase(config.CATALOG_DATABASE_URL);
try {
  await checkSearchLocale(pool);
  let said = 0;
  const sources = await loadCatalogue(pool, {
    sources: demo ? ['aozora', 'example'] : [],
    sample: config.CATALOGUE_SAMPLE,
    onProgress: ({ source, records, of }) => {
      const step = Math.floor((records * STEPS) / of);
      if (source === 'aozora' && step > said) console.log(`${records} of ${of} titles read`);
      said = source === 'aozora' ? step : said;
    },
  });
  for (const { source, outcome, records, copies } of sources) {
    if (outcome === 'loaded') {
      console.log(`${records} titles with ${copies} copies loaded (${NAMES[source]})`);
    }
    if (outcome === 'differs') {
      console.log(`${NAMES[source]} was loaded from other data before and is left alone`);
    }
  }
  // In production the night writes anew what another release has normalised.
  const renormalised = config.NODE_ENV !== 'production' || demo ? await renormaliseRecords(pool) : 0;
  if (renormalised > 0) {
    await placeAtOnce(pool);
    console.log(`${renormalised} records written anew for the search`);
  }
  const written = await writeFirstPolicy({ db, now: () => instantFromDate(new Date()), committed: () => {} });
  if (written) console.log('the first lending policy written');
} finally {
  await close();
}
