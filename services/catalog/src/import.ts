import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { instantFromDate } from '@toshobin/lending-rules';
import { readConfig } from '@toshobin/service';
import { wrongWithFile } from '@toshobin/spreadsheets';
import { LoadConfigSchema } from './config.ts';
import { openDatabase } from './database.ts';
import { csvOut } from './import/csv-out.ts';
import { type ImportOptions, importFile } from './import/import-file.ts';
import { importNames } from './import/import-names.ts';
import { hasRecordsOf, sourcesOf } from './import/known-sources.ts';
import { readMapping } from './import/mapping.ts';
import { marcOut, marcXmlOut } from './import/marc-out.ts';
import { formats } from './import/open-file.ts';
import { reportOf } from './import/report.ts';
import { findRun, type Run } from './import/run.ts';

// One-shot, safe to repeat, beside the running service: reads a file of records into the catalogue, or one of names of
// authors; tells what was refused; writes out what came in.
const USAGE = `usage: import FILE --source NAME [--format ${formats.join('|')}] [--mapping FOLDER] [--even-older]
       import FILE --names --source NAME [--format ${formats.join('|')}] [--mapping FOLDER]
       import --report RUN > refused.csv
       import --out --source NAME [--format marc|marcxml|csv] [--mapping FOLDER] > records.mrc`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    source: { type: 'string' },
    format: { type: 'string', default: 'marc' },
    mapping: { type: 'string' },
    'even-older': { type: 'boolean', default: false },
    names: { type: 'boolean', default: false },
    report: { type: 'string' },
    out: { type: 'boolean', default: false },
  },
});
/** Lines of progress at most so often. */
const SAY_EVERY_MS = 5_000;

const work = workOf();
if (work === undefined) {
  console.error(USAGE);
  process.exit(2);
}
const { db, pool, close } = openDatabase(
  readConfig(LoadConfigSchema.pick({ CATALOG_DATABASE_URL: true, BARCODES: true })).CATALOG_DATABASE_URL,
);
try {
  await work();
} catch (fault) {
  // Whoever brings the file mends what is wrong with it: the place in the code is of no help.
  const wrong = wrongWithFile(fault);
  if (wrong === undefined) throw fault;
  console.error(wrong);
  process.exitCode = 1;
} finally {
  await close();
}

function workOf(): (() => Promise<void>) | undefined {
  const { source, report, out } = values;
  const [path] = positionals;
  const format = formats.find((one) => one === values.format);
  if (report !== undefined && /^\d{1,9}$/.test(report)) return () => tellOf(Number(report));
  if (source === undefined || format === undefined) return undefined;
  if (out && format === 'marcxml') return () => writeOut(source, 'marc', () => marcXmlOut(pool, source));
  if (out && format === 'csv')
    return () => writeOut(source, 'csv', () => csvOut(db, source, readMapping(values.mapping)));
  if (out && format === 'marc') return () => writeOut(source, 'marc', () => marcOut(pool, source));
  if (out || (values.names && values['even-older'])) return undefined;
  return path === undefined ? undefined : () => readIn({ path, source, format });
}

/** Writes a source's records out; refuses a source that there is not, whose empty file would look like all of it. */
async function writeOut(
  source: string,
  kind: 'marc' | 'csv',
  parts: () => AsyncIterable<string | Uint8Array>,
): Promise<void> {
  if (await hasRecordsOf(pool, source, kind)) return print(parts());
  const known = (await sourcesOf(pool, kind)).join(', ') || 'none';
  console.error(
    `There is nothing from ${source} as ${kind === 'csv' ? 'csv' : 'MARC'}; there is from these: ${known}`,
  );
  process.exitCode = 1;
}

/** Tells of a run; refuses one that there was not, which would look like one of which everything was taken. */
async function tellOf(runId: number): Promise<void> {
  if ((await findRun(pool, runId)) === undefined) {
    console.error(`There was no run ${runId}: the runs are under 目録の取り込み of the staff's web`);
    process.exitCode = 1;
    return;
  }
  await print(reportOf(pool, runId));
}

async function print(parts: AsyncIterable<string | Uint8Array>): Promise<void> {
  await pipeline(Readable.from(parts), process.stdout, { end: false });
}

async function readIn(file: Pick<ImportOptions, 'path' | 'source' | 'format'>): Promise<void> {
  let said = Date.now();
  const run = await (values.names ? importNames : importFile)(
    { db, pool, now: () => instantFromDate(new Date()), committed: () => undefined },
    {
      ...file,
      mapping: readMapping(values.mapping),
      evenOlder: values['even-older'],
      onProgress: (run, share) => {
        if (Date.now() - said < SAY_EVERY_MS) return;
        said = Date.now();
        console.log(`${Math.floor(100 * share)} % of the file: ${inWords(run)}`);
      },
      onUnread: (headings) =>
        console.log(
          `Columns that csv.tsv has no heading for, and that were not read: ${headings.join(', ')}`,
        ),
    },
  );
  console.log(inWords(run));
  // A copy may be refused of a record that came in.
  const lines = await db.importRefusal.count({ where: { runId: run.id } });
  if (lines > 0)
    console.log(
      `${lines} lines of what was not taken, or is to be looked at, and why: import --report ${run.id}`,
    );
}

function inWords({ read, added, changed, unchanged, withdrawn, refused }: Run): string {
  return `${read} read: ${added} added, ${changed} changed, ${unchanged} unchanged, ${withdrawn} withdrawn, ${refused} refused`;
}
