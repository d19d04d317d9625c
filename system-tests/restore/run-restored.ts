import { parseArgs } from 'node:util';
import { openCatalogDatabase, tellAllAnew } from '@toshobin/catalog';
import { leapNumbers } from '@toshobin/database';
import { republishSince } from '@toshobin/events';
import { type Instant, InstantSchema, instantFromDate, isAfter } from '@toshobin/lending-rules';
import { databaseUrl, readConfig } from '@toshobin/service';
import pg from 'pg';
import { z } from 'zod';

/**
 * `node infra/run.mjs restored [catalog|patron|shipping|temporal …] --at TIME`: after these were set back to a backup. None of
 * their numbers is given a second time; the catalog begins the epoch of that moment and tells every reservation anew; each
 * owner has all that it may have told the others published once more. What is known already changes nothing, so that
 * whoever is not sure names none: it is all of them then.
 */
const usage = `Usage: node infra/run.mjs restored [catalog|patron|shipping|temporal …] --at TIME
Named is what was set back; all of it, unless told. TIME is the moment of the restore, e.g. 2026-11-27T03:10:00+09:00; not of the backup.`;

const keepers = ['catalog', 'patron', 'shipping', 'temporal'] as const;
const given = givenIn(process.argv.slice(2));
if (given === undefined || isAfter(given.at, instantFromDate(new Date()))) {
  console.error(usage);
  process.exit(2);
}
const { at, restored } = given;
const addresses = readConfig(
  z.object({
    CATALOG_DATABASE_URL: databaseUrl,
    PATRON_DATABASE_URL: databaseUrl,
    SHIPPING_DATABASE_URL: databaseUrl,
  }),
);
const { db, close } = openCatalogDatabase(addresses.CATALOG_DATABASE_URL);
try {
  for (const [name, connectionString] of Object.entries(addresses)) {
    const service = name.split('_')[0]?.toLowerCase() ?? '';
    const pool = new pg.Pool({ connectionString, options: '-c TimeZone=UTC', max: 1 });
    if (restored.has(service)) await leapNumbers(pool);
    console.log(`${service}: ${await republishSince(pool, new Date(0))} facts go out once more`);
    await pool.end();
  }
  const said = (told: number) => console.log(`catalog: ${told} reservations told anew`);
  if (
    (await tellAllAnew({ db, now: () => instantFromDate(new Date()), committed: () => {} }, at, said)) ===
    'older'
  ) {
    console.error('A later restore was told of already: the epoch stays');
    process.exitCode = 1;
  }
} finally {
  await close();
}
if (process.exitCode === undefined) console.log('Then: node infra/run.mjs reconcile --all');

function givenIn(args: string[]): { at: Instant; restored: ReadonlySet<string> } | undefined {
  try {
    const options = { at: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const moment = new Date(values.at ?? '');
    const named = z.array(z.enum(keepers)).parse(positionals);
    return {
      at: InstantSchema.parse(moment.toISOString()),
      restored: new Set(named.length > 0 ? named : keepers),
    };
  } catch {
    return undefined;
  }
}
