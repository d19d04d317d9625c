import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import { startTestPostgres, type TestPostgres } from '@toshobin/database/testing';
import { CatalogInTest } from '../testing/catalog-in-test.ts';
import { ImportInTest } from '../testing/import-in-test.ts';
import { marcBytes, marcRecord, xmlOf } from '../testing/marc-in-test.ts';
import { mappingFolder, readMapping } from './mapping.ts';

const migrations = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));
const script = fileURLToPath(new URL('../import.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'import-'));
let postgres: TestPostgres;
let url: string;
let catalog: CatalogInTest;
let files: ImportInTest;

beforeAll(async () => {
  postgres = await startTestPostgres();
  url = await postgres.createMigrated('catalog', migrations);
  catalog = new CatalogInTest().open(url);
  files = new ImportInTest(catalog);
});
afterAll(async () => {
  files?.close();
  await catalog?.deps.close();
  await postgres?.stop();
  rmSync(folder, { recursive: true });
});

/** `npm run import`, in a process of its own: what it prints. */
function importing(...command: string[]): Buffer {
  return execFileSync(process.execPath, [script, ...command], {
    env: { ...process.env, NODE_OPTIONS: '', CATALOG_DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function fileOf(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const [one, other] = [makeBarcode('copy', 401), makeBarcode('copy', 402)];

test('the tables of a cataloguer are followed, and once they are others every record is read anew', async () => {
  const marc = marcBytes(`
    001 m1
    008 190301s2019    ja            000 0 jpn
    090 __ $a文庫/ダ
    245 10 $a草の枕 /$c例示花子語り手
    700 1_ $a例示, 花子$e語り手
    852 __ $p${one}$h913.6
    952 __ $p${other}$o別置`);
  const theirs = join(folder, 'theirs');
  cpSync(mappingFolder, theirs, { recursive: true });
  const edit = (table: string, change: (text: string) => string) => {
    const path = join(theirs, table);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
  };
  // As an editor of Windows saves them.
  edit('marc21.tsv', (table) =>
    `\ufeff${table
      .replace('copyShelfMark\t852\thi', 'copyShelfMark\t952\to\ncopyShelfMark\t090\ta')
      .replace('copy\t852', 'copy\t852\ncopy\t952\ncopyBarcode\t952\tp')}`.replaceAll('\n', '\r\n'),
  );
  edit('words.tsv', (table) => `${table}role\t語り手\tillustrator\r\n`);
  edit('csv.tsv', (table) => table.replace('title\t書名|', 'title\t本の名前|書名|'));
  expect(await files.take(marc, { source: 'm' })).toMatchObject({ read: 1, added: 1 });
  expect(await files.record('m', 'm1')).toMatchObject({
    description: { contributors: [{ written: '例示 花子', role: 'contributor' }] },
    copies: [{ barcode: one, shelfMark: '913.6' }],
  });
  const path = fileOf('marc.mrc', marc);
  expect(importing(path, '--source', 'm', '--mapping', theirs).toString()).toMatch(
    / 1 changed, 0 unchanged/u,
  );
  expect(await files.record('m', 'm1')).toMatchObject({
    description: { contributors: [{ written: '例示 花子', role: 'illustrator' }] },
    copies: [
      { barcode: one, shelfMark: '文庫/ダ' },
      { barcode: other, shelfMark: '別置' },
    ],
  });
  const same = await files.take(marc, { source: 'm', mapping: readMapping(theirs) });
  expect(same).toMatchObject({ changed: 0, unchanged: 1 });
  expect(await files.take(marc, { source: 'm' })).toMatchObject({ changed: 1, unchanged: 0 });

  const csv = '番号,本の名前,備考,,棚\r\nc1,別の見出しの本,うすい,,3\r\n';
  const inCsv = ['--source', 'c', '--format', 'csv', '--mapping', theirs];
  const said = importing(fileOf('sheet.csv', csv), ...inCsv).toString();
  expect(said).toMatch(/ 1 added/u);
  expect(said).toContain('Columns that csv.tsv has no heading for, and that were not read: 備考, 棚\n');
  expect((await files.record('c', 'c1')).title).toBe('別の見出しの本');
  await expect(files.take(csv, { source: 'c', format: 'csv' })).rejects.toThrow(
    'The first line has no heading for title: 書名, タイトル, title (csv.tsv)',
  );
}, 120_000);

test('what came in as MARCXML goes out in either format, and brought in again it changes nothing', async () => {
  const records = [
    marcRecord(
      `001 x1
       008 190301s2019    ja            000 0 jpn
       FMT BK
       100 1_ $6880-01$a例示, 花子
       245 10 $aA & <B> "C"\u00e9 が$b$cた ] ]]>
       500 __ $a二つの  空白
       880 1_ $6100-01/$1$aレイジ, ハナコ`,
    ),
    marcRecord('001 x2\n245 10 $a二つ目の本'),
  ];
  const same = await xmlOf(...records);
  const xml = same.replaceAll('ind1=" "', 'ind1=""').replace('二つ目の本', '<![CDATA[二つ目の]]>本');
  expect(await files.take(xml, { source: 'x', format: 'marcxml' })).toMatchObject({ read: 2, added: 2 });
  const marc = importing('--out', '--source', 'x');
  expect(marc.toString()).toContain('\u001fb\u001fcた ] ]]>');
  expect(await files.take(marc, { source: 'x' })).toMatchObject({ read: 2, unchanged: 2 });
  const out = importing('--out', '--source', 'x', '--format', 'marcxml');
  expect(await files.take(out, { source: 'x', format: 'marcxml' })).toMatchObject({ read: 2, unchanged: 2 });
  // The lengths in a leader are those of ISO 2709.
  const withoutLeaders = (document: string) => document.replaceAll(/<leader>.{24}/gu, '');
  expect(withoutLeaders(out.toString())).toBe(withoutLeaders(same));
}, 120_000);

test('a file of before is refused record by record, until it is said that it is meant', () => {
  const book = (title: string, changed: string) =>
    marcBytes(`001 e1\n005 ${changed}\n008 190301s2019    ja            000 0 jpn\n245 10 $a${title}`);
  const older = fileOf('older.mrc', book('直す前の書名', '20260301120509.0'));
  importing(fileOf('newer.mrc', book('直した書名', '20260401100000.0')), '--source', 'even-older');
  const bringing = (...words: string[]) => importing(older, '--source', 'even-older', ...words).toString();
  expect(bringing()).toMatch(
    / 0 changed, 0 unchanged, 0 withdrawn, 1 refused\n1 lines of what was not taken/u,
  );
  expect(bringing('--even-older')).toMatch(/ 1 changed, 0 unchanged, 0 withdrawn, 0 refused\n$/u);
  // Of names no date is kept.
  expect(() => bringing('--names', '--even-older')).toThrow('usage: import FILE');
}, 60_000);

test('the report of a run that there was not is refused, and is no empty one', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--report', '404'], {
    env: { ...process.env, NODE_OPTIONS: '', CATALOG_DATABASE_URL: url },
    encoding: 'utf8',
  });
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: '',
    stderr: expect.stringContaining('There was no run 404'),
  });
}, 60_000);

test('a source from which nothing came in so is refused, and is no empty file', async () => {
  await files.take(marcBytes('001 k1\n008 190301s2019    ja            000 0 jpn\n245 10 $a草の枕'), {
    source: 'known',
  });
  const out = (...words: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--out', ...words], {
      env: { ...process.env, NODE_OPTIONS: '', CATALOG_DATABASE_URL: url },
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };
  for (const words of [
    ['--source', 'knwon'],
    ['--source', 'known', '--format', 'csv'],
  ]) {
    expect(out(...words)).toEqual({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/^There is nothing from kn(ow|wo)n as (MARC|csv); there is from these: /),
    });
  }
  expect(out('--source', 'knwon', '--format', 'marcxml').stderr).toContain('known');
  expect(out('--source', 'known')).toMatchObject({ status: 0, stderr: '' });
}, 60_000);

test('a file of another format is said in one line, with the format that was expected and the one to give', async () => {
  const cp932 = Buffer.from([0x94, 0xd4, 0x8d, 0x86, 0x2c, 0x8f, 0x91, 0x96, 0xbc, 0x0d, 0x0a]);
  const xml = await xmlOf(marcRecord('001 w1\n245 10 $a海の本'));
  const [marc, csv] = [marcBytes('001 w1\n245 10 $a海の本'), '番号,書名\r\nw1,海の本\r\n'];
  const latin1 = Buffer.from('<collection>\u00e9</collection>', 'latin1');
  const said = (content: string | Buffer, ...words: string[]) => {
    const command = [fileOf('wrong.file', content), '--source', 'wrong', ...words];
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...command], {
      env: { ...process.env, NODE_OPTIONS: '', CATALOG_DATABASE_URL: url },
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([1, '']);
    return stderr;
  };
  const wrong = (expected: string, like: string, format: string) =>
    `wrong.file is expected to be ${expected}, but looks like ${like}: give --format ${format}\n`;
  const [inMarc, inXml] = ['MARC (ISO 2709) in UTF-8', 'MARCXML in UTF-8'];
  const [inCsv, inCp932] = ['a spreadsheet (CSV) in UTF-8', 'a spreadsheet (CSV) in CP932'];
  expect([
    said(csv),
    said(xml),
    said(marc, '--format', 'marcxml'),
    said(marc, '--format', 'csv'),
    said(cp932, '--format', 'csv'),
    said(csv, '--format', 'csv-cp932'),
    said(csv, '--names'),
  ]).toEqual([
    wrong(inMarc, inCsv, 'csv'),
    wrong(inMarc, inXml, 'marcxml'),
    wrong(inXml, inMarc, 'marc'),
    wrong(inCsv, inMarc, 'marc'),
    wrong(inCsv, inCp932, 'csv-cp932'),
    wrong(inCp932, inCsv, 'csv'),
    wrong(inMarc, inCsv, 'csv'),
  ]);
  const workbook = Buffer.from('PK\u0003\u0004[Content_Types].xml');
  for (const options of [[], ['--format', 'csv'], ['--format', 'csv-cp932']]) {
    expect(said(workbook, ...options)).toMatch(/looks like an Excel workbook.* give --format csv\n$/u);
    expect(said('', ...options)).toMatch(/^\S+ is empty\n$/u);
  }
  // What an export that failed leaves behind.
  const without = 'wrong.file has no record in it\n';
  expect(said('番号,書名\r\n', '--format', 'csv')).toBe(without);
  expect(said('\r\n')).toBe(without);
  expect(said('<collection/>', '--format', 'marcxml')).toBe(without);
  expect(said('<collection/>', '--format', 'marcxml', '--names')).toBe(without);
  expect(said(latin1, '--format', 'marcxml')).toBe('The file has bytes that are not UTF-8\n');
  expect(said('題,人\r\n', '--format', 'csv')).toMatch(/^The first line has no heading for number: .*\n$/u);
  expect(said(marc, '--mapping', join(folder, 'nowhere'))).toMatch(/^ENOENT: .*\n$/u);
  expect(await catalog.deps.db.importRun.count({ where: { source: 'wrong' } })).toBe(0);
}, 120_000);
