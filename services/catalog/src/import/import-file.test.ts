import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeBarcode, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { startTestPostgres, type TestPostgres } from '@toshobin/database/testing';
import type { Pool } from 'pg';
import { addCopy } from '../copies/add-copy.ts';
import { withdrawCopy } from '../copies/withdraw-copy.ts';
import { asOne } from '../database.ts';
import { renormaliseRecords } from '../placing/renormalise-records.ts';
import { hideDeleted } from '../records/hide-deleted.ts';
import { newArrivals } from '../records/new-arrivals.ts';
import { readRecord } from '../records/read-record.ts';
import { availabilityOf } from '../search/availability-of.ts';
import { type SearchRequest, searchRecords } from '../search/search-records.ts';
import { type CatalogInTest, catalogInTest } from '../testing/catalog-in-test.ts';
import { marcBytes, marcRecord, xmlOf } from '../testing/marc-in-test.ts';
import { type ImportOptions, importFile } from './import-file.ts';
import { readMapping } from './mapping.ts';
import { marcOut } from './marc-out.ts';
import { readIso2709 } from './read-iso2709.ts';
import { readImport, reportOf } from './report.ts';
import { writeIso2709 } from './write-iso2709.ts';

let postgres: TestPostgres;
let catalog: CatalogInTest;
const folder = mkdtempSync(join(tmpdir(), 'import-'));
const mapping = readMapping();
let files = 0;

beforeAll(async () => {
  postgres = await startTestPostgres();
  catalog = await catalogInTest(postgres);
});
afterAll(async () => {
  await catalog?.deps.close();
  await postgres?.stop();
  rmSync(folder, { recursive: true });
});

function fileOf(...records: (Buffer | string)[]): string {
  files += 1;
  const path = join(folder, `file-${files}`);
  writeFileSync(path, Buffer.concat(records.map((record) => Buffer.from(record))));
  return path;
}

/** Until somebody waits for a row that another transaction has. */
async function waitingForLock(pool: Pool): Promise<void> {
  for (;;) {
    const { rows } = await pool.query("SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
    if (rows.length > 0) return;
  }
}

const take = (path: string, options: Partial<ImportOptions> = {}) =>
  importFile(catalog.deps, { path, source: 'ndl', format: 'marc', mapping, ...options });

async function firstHit(text: string) {
  const { records } = await searchRecords(catalog.deps.searchPool, { text, page: 1, pageSize: 20 });
  const [record] = records;
  if (record === undefined) throw new Error(`Nothing is found for ${text}`);
  const read = await readRecord(catalog.deps, record.id);
  if (read === undefined) throw new Error('A hit has no record');
  return read;
}

async function refusals(runId: number) {
  const rows = await catalog.deps.db.importRefusal.findMany({ where: { runId }, orderBy: { id: 'asc' } });
  return rows.map(({ place, why }) => `${place} ${why}`);
}

const [first, second] = [makeBarcode('copy', 1), makeBarcode('copy', 2)];
const ningenShikkaku = `
  001 000000000101
  008 260401s2026    ja            000 1 jpn
  020 __ $a978-4-00-310907-6
  022 __ $a0385-3721
  084 __ $a913.6 $2njb/10
  100 1_ $6880-02$a太宰, 治,$d1909-1948
  245 10 $6880-01$a人間失格 :$b他四篇 /$c太宰治作 ; 例示花子編
  264 _1 $a東京 :$b岩波書店,$c2026.4
  300 __ $a296p ;$c15cm
  490 0_ $6880-03$a岩波文庫 ;$v緑90-4
  500 __ $a年譜あり
  650 _7 $a小説 (日本)$2ndlsh
  700 1_ $6880-04$a例示, 花子
  852 __ $p${first}$h913.6$iダ
  852 __ $p${second}
  880 10 $6245-01/$1$aニンゲン シッカク :$bホカ ヨンペン
  880 1_ $6100-02/$1$aダザイ, オサム,$d1909-1948
  880 0_ $6490-03/$1$aイワナミ ブンコ
  880 1_ $6700-04/$1$aレイジ, ハナコ`;

test('a record of JAPAN/MARC is found by its words, its reading and its subject, and its page says what its cataloguer wrote', async () => {
  const run = await take(fileOf(marcBytes(ningenShikkaku)));
  expect(run).toMatchObject({ read: 1, added: 1, refused: 0 });
  const record = await firstHit('人間失格 太宰');
  expect(record).toMatchObject({
    title: '人間失格',
    titleReading: 'ニンゲン シッカク',
    subtitle: '他四篇',
    author: '太宰 治',
    authorReading: 'ダザイ オサム',
    publisher: '岩波書店',
    year: 2026,
    ndc: '913.6',
    isbns: ['9784003109076'],
    series: '岩波文庫',
    lending: 'lendable',
    source: 'ndl',
  });
  expect(record.description).toMatchObject({
    seriesReading: 'イワナミ ブンコ',
    seriesVolume: '緑90-4',
    pages: '296p',
    language: 'jpn',
    subjects: ['小説 (日本)'],
    notes: ['年譜あり'],
    contributors: [
      { written: '太宰 治', reading: 'ダザイ オサム', role: 'author' },
      { written: '例示 花子', reading: 'レイジ ハナコ', role: 'editor' },
    ],
  });
  expect(record.copies).toMatchObject([
    { barcode: first, shelfMark: '913.6 ダ', place: 'onShelf' },
    { barcode: second, shelfMark: '913/ダ' },
  ]);
  for (const words of [
    'にんげんしっかく',
    'だざいおさむ',
    '例示花子',
    'れいじはなこ',
    '小説（日本）',
    'ISSN 0385-3721',
    '9784003109076',
  ])
    expect((await firstHit(words)).title).toBe('人間失格');
});

test('of those who had part in a book the bodies and meetings are told from the persons', async () => {
  const report = book(
    'b1',
    '石垣の修理報告',
    `110 2_ $a例示県教育委員会
     700 1_ $a例示, 花子$4edt
     710 2_ $a例示大学`,
  );
  const meeting = book('b2', '石垣の会議録', '111 2_ $a石垣シンポジウム');
  await take(fileOf(marcBytes(report), marcBytes(meeting)), { source: 'bodies' });
  expect((await firstHit('石垣の修理報告')).description.contributors).toMatchObject([
    { written: '例示県教育委員会', role: 'author', body: true },
    { written: '例示 花子', role: 'editor', body: false },
    { written: '例示大学', role: 'contributor', body: true },
  ]);
  expect((await firstHit('石垣の会議録')).description.contributors).toMatchObject([
    { written: '石垣シンポジウム', body: true },
  ]);
});

test('a record whose script stands in 880 comes to the same as one with its script in 245', async () => {
  await take(
    fileOf(
      marcBytes(`
        001 2007000001
        008 070827s1999    ja a          000 0 jpn
        100 1_ $6880-01$aAbe, Kazue,$d1909-
        245 10 $6880-02$aDentō wagei kōdan no subete /$cAbe Kazue.
        260 __ $6880-03$aTōkyō :$bYūzankaku,$cHeisei 11 [1999]
        880 1_ $6100-01/$1$a阿部主計,$d1909-
        880 10 $6245-02/$1$a伝統話芸・講談のすべて /$c阿部主計.
        880 __ $6260-03/$1$a東京 :$b雄山閣,$c平成 11 [1999]`),
    ),
  );
  const record = await firstHit('dento wagei kodan no subete');
  expect(record).toMatchObject({
    title: '伝統話芸・講談のすべて',
    author: '阿部主計',
    publisher: '雄山閣',
    year: 1999,
  });
  expect((await firstHit('でんとうわげい あべかずえ')).title).toBe('伝統話芸・講談のすべて');
});

test('titles in Latin letters stand in their order, though they are read as they are written', async () => {
  const titles = ['Orderly zebras', 'Orderly apples', 'Orderly mice'];
  await take(fileOf(...titles.map((title, n) => marcBytes(book(`o${n}`, title)))), { source: 'order' });
  const { records } = await searchRecords(catalog.deps.searchPool, { text: 'orderly', order: 'title' });
  expect(records.map(({ title }) => title)).toEqual(['Orderly apples', 'Orderly mice', 'Orderly zebras']);
});

const book = (number: string, title: string, more = '') =>
  `001 ${number}\n008 260401s2026    ja            000 1 jpn\n245 10 $a${title}\n${more}`;
const titlesOf = (source: string) =>
  catalog.deps.db.bibliographicRecord.findMany({
    where: { source },
    orderBy: { id: 'asc' },
    select: { title: true },
  });

test('a file that was read half before the power failed goes on with the next record, and read again it changes nothing', async () => {
  const titles = Array.from({ length: 5 }, (_, n) => `停電の夜 第${n + 1}話`);
  const path = fileOf(...titles.map((title, n) => marcBytes(book(`t${n}`, title))));
  const failing = take(path, {
    source: 'power',
    batch: 2,
    onProgress: ({ read }) => {
      if (read === 4) throw new Error('The power failed');
    },
  });
  await expect(failing).rejects.toThrow('The power failed');
  expect(await titlesOf('power')).toHaveLength(4);
  // What the power left unsorted, where the sorting was not quick enough by itself.
  await catalog.deps.pool.query(
    "UPDATE bibliographic_record SET tv = tv || to_tsvector('simple', 'power') WHERE source = 'power'",
  );
  await catalog.deps.pool.query('CREATE EXTENSION pgstattuple');
  const unsorted = async () => {
    const { rows } = await catalog.deps.pool.query(
      `SELECT pending_tuples::int AS records FROM pgstatginindex('record_words_new')`,
    );
    return rows[0].records;
  };
  expect(await unsorted()).toBeGreaterThan(0);
  const batches: [number, number][] = [];
  const run = await take(path, {
    ...{ source: 'power', batch: 2 },
    onProgress: ({ read }, share) => batches.push([read, share]),
  });
  expect(batches).toEqual([[5, 1]]);
  expect(run).toMatchObject({ read: 5, added: 5, unchanged: 0 });
  expect((await titlesOf('power')).map(({ title }) => title)).toEqual(titles);
  expect(await take(path, { source: 'power' })).toMatchObject({
    read: 5,
    added: 0,
    changed: 0,
    unchanged: 5,
  });
  // Every search would read them one by one.
  expect(await unsorted()).toBe(0);
});

test('read by other tables the file that was read half is read from its first record', async () => {
  const path = fileOf(marcBytes(book('m1', '前の表の本')), marcBytes(book('m2', '後の表の本')));
  const failing = take(path, {
    ...{ source: 'tables', batch: 1 },
    onProgress: () => {
      throw new Error('The power failed');
    },
  });
  await expect(failing).rejects.toThrow('The power failed');
  const run = await take(path, { source: 'tables', mapping: { ...mapping, version: 'mended' } });
  expect(run).toMatchObject({ read: 2, added: 1, changed: 1 });
});

test('what a source changes is changed in the record that is there, and what it deletes is withdrawn but for what is lent', async () => {
  const [kept, bought] = [makeBarcode('copy', 11), makeBarcode('copy', 12)];
  await take(fileOf(marcBytes(book('c1', '変わる前の本', `852 __ $p${kept}$h100`))));
  const before = await firstHit('変わる前の本');
  const now = book('c1', '変わった後の本', `852 __ $p${kept}$h200\n852 __ $p${bought}$h200`);
  expect(await take(fileOf(marcBytes(now)))).toMatchObject({ changed: 1, added: 0 });
  const after = await firstHit('変わった後の本');
  expect(after.number).toBe(before.number);
  expect(after.copies).toMatchObject([
    { barcode: kept, shelfMark: '200' },
    { barcode: bought, shelfMark: '200' },
  ]);
  const { reservationId, allocation } = await catalog.reserve(after.recordId);
  expect(allocation).toBeDefined();
  await catalog.pick(kept);
  await catalog.handOut(kept, [reservationId]);
  const gone = fileOf(marcBytes(now, 'd'));
  const run = await take(gone);
  expect(run).toMatchObject({ withdrawn: 1, refused: 0 });
  expect(await refusals(run.id)).toEqual(['1 COPY_LENT']);
  expect((await firstHit('変わった後の本')).copies.map(({ barcode }) => barcode)).toEqual([kept]);
  const still = await take(gone);
  expect([still.withdrawn, await refusals(still.id)]).toEqual([1, ['1 COPY_LENT']]);
  await catalog.takeBack(kept);
  const home = await take(gone);
  expect([home.withdrawn, await refusals(home.id)]).toEqual([1, []]);
  expect(await take(gone)).toMatchObject({ withdrawn: 0, unchanged: 1 });
});

test('a title that its source has deleted is nowhere said to be here: its page has no copy, its ISBN and the new arrivals no record', async () => {
  const barcode = makeBarcode('copy', 31);
  const record = book('d1', '消えた版の本', `020 __ $a9784061597624\n852 __ $p${barcode}`);
  const isHere = async () => {
    const { books } = await availabilityOf(catalog.deps.pool, '9784061597624');
    const { records } = await newArrivals(catalog.deps, { page: 1 });
    return [books[0]?.records.length, records.some(({ title }) => title === '消えた版の本')];
  };
  await take(fileOf(marcBytes(record)), { source: 'deleted' });
  expect(await isHere()).toEqual([1, true]);
  await take(fileOf(marcBytes(record, 'd')), { source: 'deleted' });
  expect(await isHere()).toEqual([0, false]);
});

test('what its source has deleted is found no more, by whatever was asked, once its last copy is gone; sent again it is', async () => {
  const [of, still] = [makeBarcode('copy', 32), makeBarcode('copy', 33)];
  const record = `${book('d2', '統合された版の本', '')}
    084 __ $a289.7$2njb/10
    852 __ $p${of}
    852 __ $p${still}`;
  const [whole, deleted] = [marcBytes(record), marcBytes(record, 'd')];
  const asked: Partial<SearchRequest>[] = [
    { text: '統合された版の本' },
    { text: '統合された' },
    { ndc: '289' },
    { text: '289' },
    { ndc: '289', order: 'oldest' },
  ];
  const found = () =>
    Promise.all(
      asked.map(async (one) => {
        const { records } = await searchRecords(catalog.deps.searchPool, { page: 1, pageSize: 20, ...one });
        return records.filter(({ title }) => title === '統合された版の本').length;
      }),
    );
  await take(fileOf(whole), { source: 'deleted' });
  expect(await found()).toEqual([1, 1, 1, 1, 1]);
  const { recordId } = await firstHit('統合された版の本');
  const { reservationId, allocation } = await catalog.reserve(recordId);
  expect(allocation).toBeDefined();
  const lent = allocation?.barcode ?? '';
  await catalog.pick(lent);
  await catalog.handOut(lent, [reservationId]);
  await take(fileOf(deleted), { source: 'deleted' });
  expect(await found()).toEqual([1, 1, 1, 1, 1]);
  // The book comes home, and the desk takes it out of service; the night sees that nothing is left.
  await catalog.takeBack(lent);
  const by = { account: 'desk', library: PREFECTURAL_LIBRARY };
  await withdrawCopy(catalog.deps, { barcode: lent, condition: 'withdrawn', at: catalog.now, by });
  await asOne(catalog.deps.pool, 'BEGIN', (client) => hideDeleted(client));
  expect(await found()).toEqual([0, 0, 0, 0, 0]);
  expect(await readRecord(catalog.deps, recordId)).toMatchObject({ title: '統合された版の本', copies: [] });
  expect(await renormaliseRecords(catalog.deps.pool)).toBe(0);
  const form = { recordId, barcode: makeBarcode('copy', 34), shelfMark: '289', at: catalog.now, by };
  const bought = await addCopy(catalog.deps, {
    ...form,
    weightGrams: 300,
    thicknessMm: 15,
    supplementCount: 0,
  });
  expect(bought).toMatchObject({ ok: false, refusal: { code: 'NOT_FOUND' } });
  await take(fileOf(whole), { source: 'deleted' });
  expect(await found()).toEqual([1, 1, 1, 1, 1]);
});

test('a copy that is added while the night hides what was deleted is waited for, and keeps its record', async () => {
  const record = book('d3', '夜に買い足した本');
  await take(fileOf(marcBytes(record)), { source: 'deleted' });
  const { recordId } = await firstHit('夜に買い足した本');
  const { pool } = catalog.deps;
  await pool.query('UPDATE imported_record SET withdrawn = true WHERE record_id = $1', [recordId]);
  let hiding: Promise<number> | undefined;
  await asOne(pool, 'BEGIN', async (desk) => {
    // As withTitle and addCopy do it.
    await desk.query('SELECT FROM bibliographic_record WHERE id = $1 FOR NO KEY UPDATE', [recordId]);
    await desk.query(
      `INSERT INTO copy (record_id, barcode, shelf_mark, weight_grams, thickness_mm) VALUES ($1, $2, '913', 300, 15)`,
      [recordId, makeBarcode('copy', 35)],
    );
    hiding = asOne(pool, 'BEGIN', (night) => hideDeleted(night));
    await waitingForLock(pool);
  });
  expect(await hiding).toBe(0);
  expect((await firstHit('夜に買い足した本')).copies).toHaveLength(1);
});

test('a broken record is refused with its reason, and those beside it come in', async () => {
  const whole = marcBytes(book('w1', '壊れた隣の本'));
  const wrong = [
    Buffer.from('これはMARCではありません\u001d'),
    Buffer.concat([whole.subarray(0, 60), whole.subarray(70)]),
    Buffer.from(whole.toString('latin1').replace('245', '24?'), 'latin1'),
    Buffer.from(whole).fill(0xff, whole.length - 8, whole.length - 4),
    marcBytes(book('', '番号のない本')),
    marcBytes('001 w2\n008 260401s2026    ja            000 1 jpn'),
    marcBytes(book('w3', '知らない本'), 'd'),
    Buffer.from(
      marcBytes(book('w4', 'MARC-8の本'))
        .toString('latin1')
        .replace(/^(.{9})a/, '$1 '),
      'latin1',
    ),
  ];
  const barcode = `852 __ $p${first}\n852 __ $p12345`;
  const run = await take(fileOf(whole, '\r\n', ...wrong, marcBytes(book('w5', '番号が重なる本', barcode))));
  expect(run).toMatchObject({ read: 10, added: 2, refused: 8 });
  expect(await refusals(run.id)).toEqual([
    '2 NOT_MARC',
    '3 LENGTH_WRONG',
    '4 DIRECTORY_WRONG',
    '5 NOT_UTF8',
    '6 NO_NUMBER',
    '7 NO_TITLE',
    '8 DELETED_UNKNOWN',
    '9 MARC8',
    '10 BARCODE_TAKEN',
    '10 BARCODE_FORM',
  ]);
  expect((await firstHit('番号が重なる本')).copies).toEqual([]);
  const told = await readImport(catalog.deps.pool, { runId: run.id, after: '0' });
  expect(told.ok && told.value.lines.map(({ place, number, what }) => [place, number, what])).toContainEqual([
    ...[10, 'w5', '12345'],
  ]);
  expect(told).toMatchObject({
    value: { run: { id: run.id, refused: 8 }, reasons: { length: 10 }, more: false },
  });
  expect(await readImport(catalog.deps.pool, { runId: 0, after: '0' })).toMatchObject({ ok: false });
  const lines: string[] = [];
  for await (const line of reportOf(catalog.deps.pool, run.id)) lines.push(line);
  expect(lines[0]).toBe('\ufeff"何件目","行","番号","理由","内容"\r\n');
  expect(lines.join('')).toMatch(
    /"10","","w5","資料番号の形ではありません（1で始まる10桁の番号です）。この1冊は入れていません","12345"\r\n$/,
  );
});

test('a wrong ISBN or ISSN of a MARC record is told with its place, and the record comes in; a price or a binding is no wrong number', async () => {
  const numbers = `
    020 __ $a4-00-310907-9$c500円
    020 __ $a4003109074 (文庫)
    020 __ $a９７８−４−００−３１０９０７−６
    020 __ $aISBN 4-00-310907-4 :$c500円
    020 __ $a97840031090
    020 __ $a12345
    020 __ $a1500円
    020 __ $a4.95
    020 __ $a(文庫)
    020 __ $c500円
    022 __ $a0385-3722
    022 __ $a不明
    022 __ $a0385-3721`;
  const whole = marcBytes(book('n1', '番号の正しい本', '020 __ $a9784003109076'));
  const run = await take(fileOf(whole, marcBytes(book('n2', '番号を写しちがえた本', numbers))), {
    source: 'numbers',
  });
  expect(run).toMatchObject({ read: 2, added: 2, refused: 0 });
  const told = await readImport(catalog.deps.pool, { runId: run.id, after: '0' });
  expect(
    told.ok && told.value.lines.map(({ place, number, reason, what }) => [place, number, reason, what]),
  ).toEqual([
    [2, 'n2', 'ISBNが正しくありません。ISBNだけ入れていません', '4-00-310907-9'],
    [2, 'n2', 'ISBNが正しくありません。ISBNだけ入れていません', '97840031090'],
    [2, 'n2', 'ISBNが正しくありません。ISBNだけ入れていません', '12345'],
    [2, 'n2', 'ISSNが正しくありません。ISSNだけ入れていません', '0385-3722'],
  ]);
  const record = await firstHit('番号を写しちがえた本');
  expect(record).toMatchObject({ isbns: ['9784003109076'], description: { issn: '03853721' } });
});

test('MARCXML and CSV in UTF-8 and CP932 bring the same record with its copies', async () => {
  const xml = await xmlOf(marcRecord(book('x1', '山月記 &lt;と', '020 __ $a9784101077017')));
  expect(await take(fileOf(xml), { source: 'xml', format: 'marcxml' })).toMatchObject({ added: 1 });
  expect(await firstHit('山月記')).toMatchObject({ title: '山月記 &lt;と', isbns: ['9784101077017'] });
  const [one, other] = [makeBarcode('copy', 21), makeBarcode('copy', 22)];
  const csv = [
    '書誌番号,書名,書名よみ,巻次,著者,著者よみ,訳者,分類,出版年,貸出区分,資料番号,請求記号,重さ,備考',
    `k1,"春琴抄, 上",シュンキンショウ,上,谷崎 潤一郎;例示 花子,タニザキ ジュンイチロウ;レイジ ハナコ,,913.6,1933,禁帯出,${one},913.6/タ/1,210,`,
    `k1,"春琴抄, 上",シュンキンショウ,上,谷崎 潤一郎;例示 花子,タニザキ ジュンイチロウ;レイジ ハナコ,,913.6,1933,禁帯出,${other},,,`,
    'k2,足りない行',
    'k3,髙村の詩,タカムラノシ,,,,,911,昭和16 [1941],,,,,',
  ].join('\r\n');
  const run = await take(fileOf(csv), { source: 'csv', format: 'csv' });
  expect(run).toMatchObject({ read: 3, added: 2, refused: 1 });
  const rows = await catalog.deps.db.importRefusal.findMany({ where: { runId: run.id } });
  expect(rows).toMatchObject([{ place: 2, line: 4, why: 'NOT_CSV', what: 'k2,足りない行' }]);
  expect(await firstHit('しゅんきんしょう')).toMatchObject({
    title: '春琴抄, 上',
    lending: 'referenceOnly',
    ndc: '913.6',
    author: '谷崎 潤一郎; 例示 花子',
    copies: [
      { barcode: one, shelfMark: '913.6/タ/1' },
      { barcode: other, shelfMark: 'R913/タ' },
    ],
  });
  // The same in the encoding of a Japanese spreadsheet: 書名, 番号 and 髙 (FBFC).
  const heading = Buffer.from([0x94, 0xd4, 0x8d, 0x86, 0x2c, 0x8f, 0x91, 0x96, 0xbc, 0x0d, 0x0a]);
  const line = Buffer.concat([
    Buffer.from('s1,'),
    Buffer.from([0xfb, 0xfc, 0x8f, 0x91]),
    Buffer.from('\r\n'),
  ]);
  expect(await take(fileOf(heading, line), { source: 'sjis', format: 'csv-cp932' })).toMatchObject({
    added: 1,
  });
  expect((await firstHit('髙書')).title).toBe('髙書');
  await expect(take(fileOf(heading, line), { source: 'sjis', format: 'csv' })).rejects.toThrow(
    'looks like a spreadsheet (CSV) in CP932',
  );
});

test('MARCXML that is not well-formed is read up to the record that breaks it, and no further', async () => {
  const xml = await xmlOf(
    ...['前の本', '途中の本', '後の本'].map((title, place) => marcRecord(book(`broken${place}`, title))),
  );
  const broken = xml.replace('途中の本', '途中の&#7;本');
  const run = await take(fileOf(broken), { source: 'broken', format: 'marcxml' });
  expect(run).toMatchObject({ read: 2, added: 1, refused: 1 });
  const line = broken.slice(0, broken.indexOf('&#7;')).split('\n').length;
  expect(await catalog.deps.db.importRefusal.findMany({ where: { runId: run.id } })).toMatchObject([
    { place: 2, line, why: 'NOT_XML', what: expect.stringMatching(`^${line}:`) },
  ]);
  expect(await take(fileOf(xml), { source: 'broken', format: 'marcxml' })).toMatchObject({
    ...{ read: 3, added: 2, unchanged: 1 },
  });
});

test('a number that comes again at once is a change, though the batch before is still written', async () => {
  const titles = ['一度目の本', '二度目の本', '三度目の本', '四度目の本'];
  const path = fileOf(...titles.map((title) => marcBytes(book('again', title))));
  expect(await take(path, { source: 'again' })).toMatchObject({ added: 1, changed: 3, refused: 0 });
  expect((await firstHit('四度目の本')).title).toBe('四度目の本');
  const { rows } = await catalog.deps.pool.query(
    `SELECT title FROM bibliographic_record WHERE source = 'again'`,
  );
  expect(rows).toEqual([{ title: '四度目の本' }]);
});

test('the records are counted while they come in, so that no search keeps a plan of an empty catalogue', async () => {
  const many = Array.from({ length: 40 }, (_, n) => marcBytes(book(`many${n}`, `たくさんの本 その${n}`)));
  await take(fileOf(...many), { source: 'many', batch: 10 });
  const { rows } = await catalog.deps.pool.query(
    `SELECT reltuples >= 30 AS counted FROM pg_class WHERE relname = 'bibliographic_record'`,
  );
  expect(rows).toEqual([{ counted: true }]);
});

test('what came in goes out byte by byte, and a record read and written again is the same', async () => {
  const records = [marcBytes(ningenShikkaku), marcBytes(book('o1', 'A & <B>', '500 __ $a注$$b'))];
  await take(fileOf(...records), { source: 'out' });
  const out: Buffer[] = [];
  for await (const record of marcOut(catalog.deps.pool, 'out')) out.push(record);
  expect(Buffer.concat(out).equals(Buffer.concat(records))).toBe(true);
  for (const bytes of records) {
    const read = readIso2709(bytes);
    const again = read.ok ? writeIso2709(read.value) : read;
    expect(again.ok && again.value.equals(bytes)).toBe(true);
  }
});
