import { parseArgs } from 'node:util';
import { instantFromDate } from '@toshobin/lending-rules';
import { importConfig } from './config.ts';
import { openDatabase } from './database.ts';
import { importFile } from './import/import-file.ts';
import { readMapping } from './import/mapping.ts';
import { formats } from './import/open-file.ts';
import type { Run } from './import/run.ts';

// One-shot, safe to repeat: reads a file of records into the catalogue, beside the running service.
const USAGE = `usage: import FILE --source NAME [--format ${formats.join('|')}] [--mapping FOLDER]`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    source: { type: 'string' },
    format: { type: 'string', default: 'marc' },
    mapping: { type: 'string' },
  },
});
const [path] = positionals;
const format = formats.find((one) => one === values.format);
if (path === undefined || values.source === undefined || format === undefined) {
  console.error(USAGE);
  process.exit(2);
}
const { db, pool, close } = openDatabase(importConfig().CATALOG_DATABASE_URL);
/** Lines of progress at most so often. */
const SAY_EVERY_MS = 5_000;
let said = Date.now();
try {
  const run = await importFile(
    { db, pool, now: () => instantFromDate(new Date()), committed: () => undefined },
    {
      ...{ path, format, source: values.source, mapping: readMapping(values.mapping) },
      onProgress: (run) => {
        if (Date.now() - said < SAY_EVERY_MS) return;
        said = Date.now();
        console.log(inWords(run));
      },
    },
  );
  console.log(`${inWords(run)}; the report is in staff's pages (run ${run.id})`);
} finally {
  await close();
}

function inWords({ read, added, changed, unchanged, withdrawn, refused }: Run): string {
  return `${read} read: ${added} added, ${changed} changed, ${unchanged} unchanged, ${withdrawn} withdrawn, ${refused} refused`;
}
