import { parseArgs } from 'node:util';
import { type Instant, InstantSchema, instantFromDate, isAfter } from '@toshobin/lending-rules';
import { databaseUrl, readConfig } from '@toshobin/service';
import { z } from 'zod';
import { openDatabase } from './database.ts';
import { tellAllAnew } from './ledger/tell-all-anew.ts';

/**
 * `node infra/run.mjs restored --at TIME`: after the catalog, patron or shipping database or Temporal was restored from a
 * backup. The catalog begins the epoch of that moment and tells every reservation anew; the others converge on what they hear.
 */
const usage = `Usage: node infra/run.mjs restored --at TIME
TIME is the moment of the restore, e.g. 2026-11-27T03:10:00+09:00; not of the backup.`;

const at = momentIn(process.argv.slice(2));
if (at === undefined || isAfter(at, instantFromDate(new Date()))) {
  console.error(usage);
  process.exit(2);
}
const { CATALOG_DATABASE_URL } = readConfig(z.object({ CATALOG_DATABASE_URL: databaseUrl }));
const { db, close } = openDatabase(CATALOG_DATABASE_URL);
const outcome = await tellAllAnew(
  { db, now: () => instantFromDate(new Date()), committed: () => {} },
  at,
  (told) => console.log(`${told} reservations told anew`),
);
await close();
if (outcome === 'older') {
  console.error('A later restore was told of already: nothing was done');
  process.exit(1);
}
console.log(`Done. The catalog's relay publishes it; then: node infra/run.mjs audit`);

function momentIn(args: string[]): Instant | undefined {
  try {
    const { values } = parseArgs({ args, options: { at: { type: 'string' } } });
    const moment = new Date(values.at ?? '');
    return Number.isNaN(moment.getTime()) ? undefined : InstantSchema.parse(moment.toISOString());
  } catch {
    return undefined;
  }
}
