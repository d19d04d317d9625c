import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import { startTestPostgres, type TestPostgres } from '@toshobin/database/testing';
import { CatalogInTest } from '../testing/catalog-in-test.ts';
import { ImportInTest } from '../testing/import-in-test.ts';
import { marcBytes } from '../testing/marc-in-test.ts';
import { readMapping } from './mapping.ts';

const [ours, migrations, script] = ['../../data/import/', '../../prisma/migrations', '../import.ts'].map(
  (path) => fileURLToPath(new URL(path, import.meta.url)),
);
let postgres: TestPostgres;
let url: string;
let catalog: CatalogInTest;
let files: ImportInTest;
const folders: string[] = [];

beforeAll(async () => {
  postgres = await startTestPostgres();
  url = await postgres.createMigrated('catalog', migrations ?? '');
  catalog = new CatalogInTest().open(url);
  files = new ImportInTest(catalog);
});
afterAll(async () => {
  files?.close();
  await catalog?.deps.close();
  await postgres?.stop();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

type Table = 'marc21.tsv' | 'csv.tsv' | 'words.tsv';

/** A cataloguer's copy of our tables, of which some are written anew. */
function tables(changes: Partial<Record<Table, (table: string) => string | Buffer>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'mapping-'));
  folders.push(folder);
  cpSync(ours ?? '', folder, { recursive: true });
  for (const table of ['marc21.tsv', 'csv.tsv', 'words.tsv'] as const) {
    const path = join(folder, table);
    const change = changes[table];
    if (change !== undefined) writeFileSync(path, change(readFileSync(path, 'utf8')));
  }
  return folder;
}

/** `npm run import`, in a process of its own: its last line. */
function importing(...command: string[]): string {
  const said = execFileSync(process.execPath, [script ?? '', ...command], {
    env: { ...process.env, NODE_OPTIONS: '', CATALOG_DATABASE_URL: url },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return said.trim().split('\n').at(-1) ?? '';
}

const [one, other] = [makeBarcode('copy', 401), makeBarcode('copy', 402)];

test('the tables of a cataloguer are followed, and once they are others every record is read anew', async () => {
  const marc = join(tables(), 'marc.mrc');
  writeFileSync(
    marc,
    marcBytes(`
      001 m1
      008 190301s2019    ja            000 0 jpn
      090 __ $a文庫/ダ
      245 10 $a草の枕 /$c例示花子語り手
      700 1_ $a例示, 花子$e語り手
      852 __ $p${one}$h913.6
      952 __ $p${other}$o別置`),
  );
  const theirs = tables({
    'marc21.tsv': (table) =>
      `\ufeff${table
        .replace('copyShelfMark\t852\thi', 'copyShelfMark\t952\to\ncopyShelfMark\t090\ta')
        .replace('copy\t852', 'copy\t852\ncopy\t952\ncopyBarcode\t952\tp')}`,
    'words.tsv': (table) => `${table}role\t語り手\tillustrator\r\n`,
    'csv.tsv': (table) => table.replace('title\t書名|', 'title\t本の名前|書名|'),
  });
  expect(importing(marc, '--source', 'm')).toMatch(/^1 read: 1 added/u);
  expect(await files.record('m', 'm1')).toMatchObject({
    description: { contributors: [{ written: '例示 花子', role: 'contributor' }] },
    copies: [{ barcode: one, shelfMark: '913.6' }],
  });
  expect(importing(marc, '--source', 'm', '--mapping', theirs)).toMatch(/ 1 changed, 0 unchanged/u);
  expect(await files.record('m', 'm1')).toMatchObject({
    description: { contributors: [{ written: '例示 花子', role: 'illustrator' }] },
    copies: [
      { barcode: one, shelfMark: '文庫/ダ' },
      { barcode: other, shelfMark: '別置' },
    ],
  });
  expect(importing(marc, '--source', 'm', '--mapping', theirs)).toMatch(/ 0 changed, 1 unchanged/u);
  expect(importing(marc, '--source', 'm')).toMatch(/ 1 changed, 0 unchanged/u);

  const csv = join(theirs, 'sheet.csv');
  writeFileSync(csv, '番号,本の名前\r\nc1,別の見出しの本\r\n');
  expect(importing(csv, '--source', 'c', '--format', 'csv', '--mapping', theirs)).toMatch(/ 1 added/u);
  expect((await files.record('c', 'c1')).title).toBe('別の見出しの本');
  expect(() => importing(csv, '--source', 'c', '--format', 'csv')).toThrow(
    'The first line has no heading for title: 書名, タイトル, title (csv.tsv)',
  );
});

const numberOf = (table: Table) =>
  readFileSync(join(ours ?? '', table), 'utf8')
    .trimEnd()
    .split('\n').length + 1;

test.each<[Table, string, RegExp]>([
  ['marc21.tsv', 'titel\t245\ta', /Invalid option/u],
  ['marc21.tsv', 'title 245 a', /Invalid option/u],
  ['marc21.tsv', 'title\t24\ta', /at tag/u],
  ['marc21.tsv', 'title\t245\t$a', /at part/u],
  ['marc21.tsv', 'ndc\t084\ta\tndc', /at only/u],
  ['marc21.tsv', 'name\t700\ta\t\t訳者', /at role/u],
  ['marc21.tsv', 'name\t700\ta\t\tauthor\tほか', /more than 5 columns/u],
  ['csv.tsv', 'titel\t書名', /at item/u],
  ['csv.tsv', 'title\t', /at headings/u],
  ['words.tsv', 'rolle\t訳\ttranslator', /at of/u],
  ['words.tsv', 'role\t訳\t訳者', /at means/u],
  ['words.tsv', 'status\t廃棄\tgone', /at means/u],
  ['words.tsv', 'role\t・\tauthor', /at text/u],
])('a line of a table that cannot be understood is named with its number: %s, %j', (table, line, why) => {
  const folder = tables({ [table]: (text: string) => `${text.trimEnd()}\n${line}\n` });
  expect(() => readMapping(folder)).toThrow(why);
  expect(() => readMapping(folder)).toThrow(`${table}, line ${numberOf(table)}: `);
});

test('a table that is not UTF-8, or lacks what no record can be read without, is refused', () => {
  const sjis = tables({ 'words.tsv': () => Buffer.from([0x96, 0xf3, 0x0a]) });
  expect(() => readMapping(sjis)).toThrow('words.tsv: not UTF-8');
  const untitled = tables({ 'marc21.tsv': (table) => table.replace(/^title\t.*$/mu, '') });
  expect(() => readMapping(untitled)).toThrow('marc21.tsv: no line for title');
});
