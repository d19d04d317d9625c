import { parseArgs } from 'node:util';
import { type Instant, InstantSchema, instantFromDate, isAfter } from '@toshobin/lending-rules';
import { databaseUrl, readConfig } from '@toshobin/service';
import { z } from 'zod';
import { keepers, tellOfRestore } from './tell-of-restore.ts';

/**
 * `node infra/run.mjs restored [catalog|patron|shipping|temporal …] --at TIME`: after these were set back to a backup by
 * other means than `restore`. Whoever is not sure names none: it is all of them then.
 */
const usage = `Usage: node infra/run.mjs restored [catalog|patron|shipping|temporal …] --at TIME
Named is what was set back; all of it, unless told. TIME is the moment of the restore, with its offset, e.g. 2026-11-27T03:10:00+09:00; not of the backup.`;

const given = givenIn(process.argv.slice(2));
if (given === undefined || isAfter(given.at, instantFromDate(new Date()))) {
  console.error(usage);
  process.exit(2);
}
const addresses = readConfig(
  z.object({
    CATALOG_DATABASE_URL: databaseUrl,
    PATRON_DATABASE_URL: databaseUrl,
    SHIPPING_DATABASE_URL: databaseUrl,
  }),
);
if ((await tellOfRestore(addresses, given.at, given.restored)) === 'older') {
  console.error('A later restore was told of already: the epoch stays');
  process.exitCode = 1;
} else {
  console.log('Then: node infra/run.mjs reconcile --all');
}

function givenIn(args: string[]): { at: Instant; restored: ReadonlySet<string> } | undefined {
  try {
    const options = { at: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    // A day alone would be its beginning in UTC, nine in the morning of Tokyo.
    const moment = new Date(z.iso.datetime({ offset: true }).parse(values.at));
    const named = z.array(z.enum(keepers)).parse(positionals);
    return {
      at: InstantSchema.parse(moment.toISOString()),
      restored: new Set(named.length > 0 ? named : keepers),
    };
  } catch {
    return undefined;
  }
}
