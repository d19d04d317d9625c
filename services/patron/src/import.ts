import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { instantFromDate } from '@toshobin/lending-rules';
import { csvLine, readConfig } from '@toshobin/service';
import { decodeLines, wrongWithFile } from '@toshobin/spreadsheets';
import { LoadConfigSchema } from './config.ts';
import { openDatabase } from './database.ts';
import { type Brought, bringCards } from './import/bring-cards.ts';
import { headings } from './import/columns.ts';
import { refusedWhy } from './import/read-holder.ts';

// One-shot, safe to repeat: brings in the cards of another system, beside the running service. Lines that were not
// taken go to standard output as CSV (line, column, why; nothing of a person), the progress to standard error.
const encodings = { csv: 'utf-8', 'csv-cp932': 'shift_jis' } as const;
const USAGE = `usage: import-cards FILE [--format ${Object.keys(encodings).join('|')}] [--try] > refused.csv`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { format: { type: 'string', default: 'csv' }, try: { type: 'boolean', default: false } },
});
/** Lines of progress at most so often. */
const SAY_EVERY_MS = 5_000;

const [path, ...more] = positionals;
const { format } = values;
if (path === undefined || more.length > 0 || (format !== 'csv' && format !== 'csv-cp932')) {
  console.error(USAGE);
  process.exit(2);
}
const config = readConfig(LoadConfigSchema.pick({ PATRON_DATABASE_URL: true, BARCODES: true }));
const { db, close } = openDatabase(config.PATRON_DATABASE_URL);
try {
  let said = Date.now();
  process.stdout.write(`\ufeff${csvLine(['行', '欄', '理由'])}`);
  const brought = await bringCards(db, decodeLines(createReadStream(path), encodings[format]), {
    now: instantFromDate(new Date()),
    newId: randomUUID,
    try: values.try,
    onUnread: (unread) => console.error(`Columns that are not read: ${unread.join(', ')}`),
    onRefused: (line, { column, why }) => {
      const called = column === null ? '' : headings[column][0];
      process.stdout.write(csvLine([String(line), called, refusedWhy[why]]));
    },
    onProgress: (soFar) => {
      if (Date.now() - said < SAY_EVERY_MS) return;
      said = Date.now();
      console.error(inWords(soFar));
    },
  });
  console.error(inWords(brought));
  if (values.try) console.error('Nothing was written.');
} catch (fault) {
  // Whoever brings the file mends what is wrong with it: the place in the code is of no help.
  const wrong = wrongWithFile(fault);
  if (wrong === undefined) throw fault;
  console.error(wrong);
  process.exitCode = 1;
} finally {
  await close();
}

function inWords({ read, added, known, prolonged, refused }: Brought): string {
  return `${read} read: ${added} added, ${known} here already, ${prolonged} prolonged, ${refused} refused`;
}
