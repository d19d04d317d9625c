import { readFileSync } from 'node:fs';
import { text as textOf } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import { importsOfTests } from '../testing/import-in-test.ts';
import { csvOut } from './csv-out.ts';
import { readMapping } from './mapping.ts';

const { catalog, files } = importsOfTests();
const mapping = readMapping();

/** A spreadsheet as it is saved: headings, and a line for each row. */
function sheet(...rows: Readonly<Record<string, string>>[]): string {
  const headings = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const line = (cells: readonly string[]) =>
    `${cells.map((cell) => (/[",\n]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;
  return [headings, ...rows.map((row) => headings.map((heading) => row[heading] ?? ''))].map(line).join('');
}

/** As a Japanese spreadsheet saves it: what Node reads of these bytes, the other way round. */
function inCp932(text: string): Buffer {
  const bytes = new Map<string, number[]>();
  const decoder = new TextDecoder('shift_jis');
  const known = (...code: number[]) => bytes.set(decoder.decode(Uint8Array.from(code)), code);
  for (let lead = 0x81; lead <= 0xfc; lead += 1)
    for (let trail = 0x40; trail <= 0xfc; trail += 1) known(lead, trail);
  for (let one = 0; one <= 0xdf; one += 1) if (one < 0x80 || one > 0xa0) known(one);
  return Buffer.from([...text].flatMap((character) => bytes.get(character) ?? []));
}

const fullWidth = (digits: string) =>
  digits.replace(/[!-~]/gu, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));
const numbered = (barcode: string) => ({
  番号: 'w1',
  書名: '髙い山、"深い"谷',
  書名よみ: 'タカイ ヤマ フカイ タニ',
  巻次: '第2巻',
  副書名: '尾根をゆく',
  副書名よみ: 'オネ ヲ ユク',
  著者: '峰 一郎;峰 二郎',
  著者よみ: 'ミネ イチロウ;ミネ ジロウ',
  訳者: '谷 花子',
  訳者よみ: 'タニ ハナコ',
  編者: '沢 三郎；沢 四郎',
  編者よみ: 'サワ サブロウ；サワ シロウ',
  画家: '尾根 岬',
  画家よみ: 'オネ ミサキ',
  シリーズ: '山の本①',
  シリーズよみ: 'ヤマ ノ ホン',
  シリーズ番号: '㈱12',
  出版社: '岳書房',
  出版年: '令和元年 [2019]',
  版: '改訂版',
  ページ: '312p',
  言語: '日本語',
  ISBN: '4-00-310907-4 (文庫);1500円;978-4-00-310907-7',
  ISSN: '0385-3721',
  分類: '291;291.09;786.1',
  件名: '登山;山岳',
  注記: '年譜: p300-310;索引あり',
  種類: '図書',
  貸出区分: '来館貸出可',
  資料番号: fullWidth(barcode),
  請求記号: '291.09/ミ/2',
  重さ: '410g',
  厚さ: '21',
  付属資料: '2点',
});
const described = {
  kind: 'book',
  lending: 'inPersonOnly',
  title: '髙い山、"深い"谷',
  titleReading: 'タカイ ヤマ フカイ タニ',
  volume: 2,
  subtitle: '第2巻 尾根をゆく',
  subtitleReading: 'オネ ヲ ユク',
  author: '峰 一郎; 峰 二郎',
  authorReading: 'ミネ イチロウ; ミネ ジロウ',
  translator: '谷 花子',
  series: '山の本①',
  publisher: '岳書房',
  year: 2019,
  ndc: '291.09',
  isbns: ['9784003109076'],
  description: {
    contributors: [
      { written: '峰 一郎', reading: 'ミネ イチロウ', role: 'author' },
      { written: '峰 二郎', reading: 'ミネ ジロウ', role: 'author' },
      { written: '谷 花子', reading: 'タニ ハナコ', role: 'translator' },
      { written: '沢 三郎', reading: 'サワ サブロウ', role: 'editor' },
      { written: '沢 四郎', reading: 'サワ シロウ', role: 'editor' },
      { written: '尾根 岬', reading: 'オネ ミサキ', role: 'illustrator' },
    ],
    seriesReading: 'ヤマ ノ ホン',
    seriesVolume: '㈱12',
    edition: '改訂版',
    pages: '312p',
    language: 'jpn',
    issn: '03853721',
    subjects: ['登山', '山岳'],
    notes: ['年譜: p300-310', '索引あり'],
  },
};

test.each(['csv', 'csv-cp932'] as const)(
  'every column of a spreadsheet comes in, brought again it changes nothing, and a change changes the record (%s)',
  async (format) => {
    const barcode = makeBarcode('copy', format === 'csv' ? 201 : 202);
    const take = (...rows: Readonly<Record<string, string>>[]) =>
      files.take(format === 'csv' ? sheet(...rows) : inCp932(sheet(...rows)), { source: format, format });
    const row = numbered(barcode);
    const run = await take(row);
    expect(run).toMatchObject({ added: 1, refused: 0 });
    expect(await files.refused(run.id)).toEqual([
      {
        place: 1,
        line: 2,
        number: 'w1',
        reason: 'ISBNが正しくありません。ISBNだけ入れていません',
        what: '978-4-00-310907-7',
      },
    ]);
    const before = await files.record(format, 'w1');
    expect(before).toMatchObject({ ...described, copies: [{ barcode, shelfMark: '291.09/ミ/2' }] });
    const copy = await catalog.deps.db.copy.findUniqueOrThrow({ where: { barcode } });
    expect(copy).toMatchObject({ weightGrams: 410, thicknessMm: 21, supplementCount: 2 });

    expect(await take(row)).toMatchObject({ read: 1, unchanged: 1 });

    const changed = { ...row, 書名: '高い山', 訳者: '', 訳者よみ: '', 請求記号: '291/ミ' };
    expect(await take(changed)).toMatchObject({ changed: 1, added: 0 });
    const after = await files.record(format, 'w1');
    expect(after).toMatchObject({
      ...{ number: before.number, title: '高い山', translator: null },
      copies: [{ barcode, shelfMark: '291/ミ' }],
    });
    expect(after.description.contributors).toHaveLength(5);

    const withdrawal = { 番号: 'w1', 書名: '', 状態: '除籍' };
    expect(await take(withdrawal)).toMatchObject({ withdrawn: 1, refused: 0 });
    expect((await files.record(format, 'w1')).copies).toEqual([]);
    expect(await take(withdrawal)).toMatchObject({ withdrawn: 0, unchanged: 1 });
  },
);

test('a spreadsheet goes out with every column, and brought in again each record is what it was', async () => {
  const take = (content: string) => files.take(content, { source: 'out', format: 'csv' });
  const [first, second, third] = [401, 402, 403].map((number) => makeBarcode('copy', number));
  const row = {
    ...numbered(first ?? ''),
    ...{ 統一書名: '山の書', 別書名: '高き山;深き谷', 別書名よみ: ';フカキ タニ', 収録書名: '尾根' },
    ...{ 他の叢書名: '岳人選書;谷の本', 他の叢書名よみ: ';タニ ノ ホン', 他の叢書番号: '7' },
  };
  const other = { 番号: 'w2', 書名: '-1の世界', 種類: '視聴覚', 資料番号: third ?? '', 状態: '' };
  await take(sheet(row, { ...row, 資料番号: second ?? '', 請求記号: '', 状態: '' }, other));
  const whole = async () => {
    const { db } = catalog.deps;
    const copies = await db.copy.findMany({ where: { record: { source: 'out' } }, orderBy: { id: 'asc' } });
    const [one, two] = [await files.record('out', 'w1'), await files.record('out', 'w2')];
    return { one, two, copies };
  };
  await take(
    sheet({ ...row, 資料番号: second ?? '', 状態: '除籍' }, row, { 番号: 'w3', 書名: '一冊もない本' }),
  );
  const before = await whole();
  expect(before.two).toMatchObject({ title: '-1の世界', lending: 'audiovisual' });
  expect(before.one.description.otherTitles).toHaveLength(4);
  expect(before.copies.map(({ condition }) => condition)).toEqual(['inService', 'withdrawn', 'inService']);
  const out = await textOf(csvOut(catalog.deps.db, 'out', mapping));
  expect(await take(out)).toMatchObject({ read: 3, changed: 3, refused: 0 });
  expect(await whole()).toEqual(before);
  expect(await textOf(csvOut(catalog.deps.db, 'out', mapping))).toBe(out);
  expect(await take(out)).toMatchObject({ read: 3, unchanged: 3 });
});

test('the number of a volume goes out and comes in again, whatever its subtitle begins with', async () => {
  const take = (content: string) => files.take(content, { source: 'volumes', format: 'csv' });
  const parts = [
    ['第1巻', '編集の手引'],
    ['3', '部屋と庭'],
    ['v. 2', '- 3 days'],
    ['第4巻 冬', '雪'],
  ];
  await take(
    sheet(
      ...parts.map(([part = '', subtitle = ''], place) => ({
        ...{ 番号: `v${place}`, 書名: '庭の本', 巻次: part, 副書名: subtitle },
      })),
    ),
  );
  const all = () => Promise.all(parts.map((_part, place) => files.record('volumes', `v${place}`)));
  const before = await all();
  expect(before.map(({ volume }) => volume)).toEqual([1, 3, 2, 4]);
  await take(await textOf(csvOut(catalog.deps.db, 'volumes', mapping)));
  expect(await all()).toEqual(before);
});

test('a cell of two lines says what it says in one, and comes in again as it went out', async () => {
  const take = (content: string) => files.take(content, { source: 'lines', format: 'csv' });
  await take(sheet({ 番号: 'l1', 書名: '海と\r\n空', 注記: '年譜あり\n索引あり' }));
  const before = await files.record('lines', 'l1');
  expect(before).toMatchObject({ title: '海と 空', description: { notes: ['年譜あり 索引あり'] } });
  await take(await textOf(csvOut(catalog.deps.db, 'lines', mapping)));
  expect(await files.record('lines', 'l1')).toEqual(before);
});

test('a spreadsheet says in English or Japanese what kind of material a row is, and how it is lent', async () => {
  const rows = [
    ['雑誌', '貸出可'],
    ['magazine', 'in person only'],
    ['視聴覚資料', ''],
    ['Audiovisual', ''],
    ['図書', '禁帯出'],
    ['book', 'reference only'],
    ['', ''],
    ['模型', ''],
    ['ＣＤ', ''],
    ['DVDビデオ', ''],
    ['AV資料', ''],
    ['e-text', ''],
    ['図書', '館内閲覧'],
    ['図書', '貸出不可'],
    ['図書', 'カウンターで確認'],
  ];
  const run = await files.take(
    sheet(
      ...rows.map(([kind = '', lending = ''], place) => ({
        ...{ number: `k${place}`, title: `資料の種類その${place}`, kind, lending },
      })),
    ),
    { source: 'kinds', format: 'csv' },
  );
  expect(await files.refused(run.id)).toMatchObject([
    { place: 8, line: 9, number: 'k7', reason: 'この種類の資料は取り込めません', what: '模型' },
    { place: 12, line: 13, number: 'k11', reason: 'この種類の資料は取り込めません', what: 'e-text' },
    { place: 15, line: 16, reason: '貸出区分のことばが表にありません', what: 'カウンターで確認' },
  ]);
  const read = await catalog.deps.db.bibliographicRecord.findMany({
    where: { source: 'kinds' },
    orderBy: { id: 'asc' },
  });
  expect(read.map(({ kind, lending }) => [kind, lending])).toEqual([
    ['magazineIssue', 'lendable'],
    ['magazineIssue', 'inPersonOnly'],
    ['audiovisual', 'audiovisual'],
    ['audiovisual', 'audiovisual'],
    ['book', 'referenceOnly'],
    ['book', 'referenceOnly'],
    ['book', 'lendable'],
    ['audiovisual', 'audiovisual'],
    ['audiovisual', 'audiovisual'],
    ['audiovisual', 'audiovisual'],
    ['book', 'referenceOnly'],
    ['book', 'referenceOnly'],
    ['book', 'lendable'],
  ]);
});

test('a row of a copy that is taken out of service takes that copy alone, and one of none the record', async () => {
  const [one, other, third] = [301, 302, 303].map((number) => makeBarcode('copy', number));
  const copy = (barcode = '', status = '') => ({
    ...{ 番号: 'c1', 書名: '二冊ある本', 資料番号: barcode, 状態: status },
  });
  const take = (...rows: Readonly<Record<string, string>>[]) =>
    files.take(sheet(...rows), { source: 'copies', format: 'csv' });
  const barcodes = async () => (await files.record('copies', 'c1')).copies.map(({ barcode }) => barcode);
  expect(await take(copy(one), copy(third, '除籍'), copy(other))).toMatchObject({ added: 1, withdrawn: 0 });
  expect(await barcodes()).toEqual([one, other]);
  const { recordId } = await catalog.deps.db.copy.findUniqueOrThrow({ where: { barcode: one ?? '' } });
  const { reservationId } = await catalog.reserve(String(recordId));
  await catalog.pick(one ?? '');
  await catalog.handOut(one ?? '', [reservationId]);
  const lent = await take(copy(one, '除籍'), copy(other, '除籍'), copy(third));
  expect(await files.refused(lent.id)).toMatchObject([
    {
      reason: '貸出中などのため、除籍していません。返却の後に、同じファイルをもう一度取り込みます',
      what: one,
    },
  ]);
  expect(await barcodes()).toEqual([one, third]);
  await catalog.takeBack(one ?? '');
  expect(await take(copy(one, '除籍'), copy(other, '除籍'), copy(third))).toMatchObject({ changed: 1 });
  expect(await barcodes()).toEqual([third]);
  const fourth = makeBarcode('copy', 304);
  expect(await take(copy(third), copy(fourth))).toMatchObject({ changed: 1 });
  // The weekly file of changes names what has gone, and no more.
  expect(await take({ ...copy(third, '除籍'), 書名: '' })).toMatchObject({ withdrawn: 1, refused: 0 });
  expect(await barcodes()).toEqual([fourth]);
  const mistyped = await take(copy(fourth), copy(makeBarcode('copy', 305), '除籍'));
  expect(await files.refused(mistyped.id)).toMatchObject([{ what: makeBarcode('copy', 305) }]);
  expect(await barcodes()).toEqual([fourth]);
  expect(await take(copy('', '除籍'))).toMatchObject({ withdrawn: 1 });
  expect(await barcodes()).toEqual([]);
  const back = await take(copy(one));
  expect(back).toMatchObject({ changed: 1 });
  expect(await files.refused(back.id)).toMatchObject([
    { reason: '除籍した資料番号です。貸出に戻すときは「資料の変更」から戻します', what: one },
  ]);
  expect(await barcodes()).toEqual([]);
});

/** A second file of the same records, with other columns. */
function changing(source: string) {
  const take = (...rows: Readonly<Record<string, string>>[]) =>
    files.take(sheet(...rows), { source, format: 'csv' });
  return { take, read: () => files.record(source, 'w1') };
}

test('a column that a file does not have stays as it is; a reading goes with what it reads', async () => {
  const { take, read } = changing('columns');
  const barcodes = [501, 502].map((number) => makeBarcode('copy', number));
  await take(numbered(barcodes[0] ?? ''));
  const before = await read();
  const { 番号, 書名 } = numbered('');
  expect(await take({ 番号, 書名, 資料番号: barcodes[1] ?? '' })).toMatchObject({ changed: 1, refused: 0 });
  const after = await read();
  expect(after.copies.map(({ barcode }) => barcode)).toEqual(barcodes);
  expect({ ...after, copies: [] }).toEqual({ ...before, copies: [] });
  await take({ 番号, 書名: '低い山', 著者: '峰 一郎;峰 二郎', 訳者: '', シリーズ: '海の本' });
  expect(await read()).toMatchObject({
    ...{ title: '低い山', titleReading: '低い山', authorReading: 'ミネ イチロウ; ミネ ジロウ' },
    ...{ translator: null, series: '海の本', description: { seriesReading: '', seriesVolume: '' } },
  });
  await take({ 番号, 書名: '低い山', 注記: '' });
  expect((await read()).description.notes).toEqual([]);
});

test('a heading that was misspelled is mended in the file, and its column comes in', async () => {
  const { take, read } = changing('headings');
  await take({ 番号: 'w1', 書名: '遠い海', 書名読み: 'トオイ ウミ' });
  expect(await take({ 番号: 'w1', 書名: '遠い海', 書名よみ: 'トオイ ウミ' })).toMatchObject({ changed: 1 });
  expect((await read()).titleReading).toBe('トオイ ウミ');
});

test('how a title is lent stays where a file says nothing of it, and while somebody waits for it', async () => {
  const { take, read } = changing('lent');
  const barcode = makeBarcode('copy', 503);
  const row = { 番号: 'w1', 書名: '待たれる本', 資料番号: barcode };
  await take({ ...row, 貸出区分: '禁帯出' });
  await take({ ...row, 貸出区分: '', 注記: '年譜あり' });
  expect((await read()).lending).toBe('referenceOnly');
  await take({ ...row, 貸出区分: '貸出可' });
  const { recordId } = await catalog.deps.db.copy.findUniqueOrThrow({ where: { barcode } });
  await catalog.reserve(String(recordId));
  const waiting = await catalog.reserve(String(recordId));
  const kept = await take({ ...row, 貸出区分: '禁帯出', 注記: '索引あり' });
  expect(await files.refused(kept.id)).toMatchObject([
    { number: 'w1', reason: '予約している人がいるため、貸出区分は変えていません' },
  ]);
  expect(await read()).toMatchObject({ lending: 'lendable', description: { notes: ['索引あり'] } });
  const { reservationId } = waiting;
  await catalog.activities.leaveQueue({ reservationId, by: 'patron', at: catalog.now });
  expect(await take({ ...row, 貸出区分: '禁帯出', 注記: '索引あり' })).toMatchObject({ changed: 1 });
  expect((await read()).lending).toBe('referenceOnly');
});

test("the library's own labels come in where BARCODES says how they are numbered", async () => {
  const take = () =>
    files.take(sheet({ 番号: 'w1', 書名: '前からある本', 資料番号: '30123456' }), {
      ...{ source: 'labels', format: 'csv' },
    });
  expect(await files.refused((await take()).id)).toMatchObject([{ what: '30123456' }]);
  process.env.BARCODES = 'copy:30+6:none';
  try {
    await files.take(sheet({ 番号: 'w1', 書名: '前からある本', 資料番号: '30123456', 注記: '' }), {
      ...{ source: 'labels', format: 'csv' },
    });
  } finally {
    delete process.env.BARCODES;
  }
  expect((await files.record('labels', 'w1')).copies).toMatchObject([{ barcode: '30123456' }]);
});

test('the table that docs/runbook.md shows comes in, with two copies of its title', async () => {
  const docs = readFileSync(new URL('../../../../docs/runbook.md', import.meta.url), 'utf8');
  const [, example = ''] = /```csv\n([^`]+)```/.exec(docs) ?? [];
  process.env.BARCODES = 'copy:+10:none';
  try {
    const run = await files.take(example, { source: 'shown', format: 'csv' });
    expect([run.added, await files.refused(run.id)]).toEqual([1, []]);
  } finally {
    delete process.env.BARCODES;
  }
  expect(await files.record('shown', '100234')).toMatchObject({
    ...{ title: '信濃の民話', lending: 'lendable' },
    copies: [{ barcode: '0012345678' }, { barcode: '0012345679' }],
  });
});
