import { expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import { importsOfTests } from '../testing/import-in-test.ts';
import { marcBytes } from '../testing/marc-in-test.ts';

const { catalog, files } = importsOfTests();

/** What a file becomes that has one bad row between two good ones: who came in, and what is told of the bad one. */
async function takeAround(source: string, bad: string | Buffer, headings = '番号,書名,重さ,厚さ') {
  const row = (number: string) => `${number},隣の本${number},300,20\r\n`;
  const parts = [`${headings}\r\n`, row('a1'), bad, '\r\n', row('a2')].map((part) => Buffer.from(part));
  const run = await files.take(Buffer.concat(parts), { source, format: 'csv' });
  const titles = await Promise.all(
    ['a1', 'a2'].map(async (number) => (await files.record(source, number)).title),
  );
  expect(titles).toEqual(['隣の本a1', '隣の本a2']);
  return { run, refused: await files.refused(run.id) };
}

test('a quotation mark within a cell is what it is', async () => {
  const { run } = await takeAround('inches', 'b,12"レコード,300,20');
  expect(run).toMatchObject({ read: 3, added: 3, refused: 0 });
  expect((await files.record('inches', 'b')).title).toBe('12"レコード');
});

test('a cell whose quotation mark is never closed is refused with the line that it begins in', async () => {
  const run = await files.take('番号,書名\r\na1,前の本\r\nb,"海の本\r\na2,後の本\r\n', {
    source: 'open',
    format: 'csv',
  });
  expect((await files.record('open', 'a1')).title).toBe('前の本');
  expect(await files.refused(run.id)).toMatchObject([
    { line: 3, reason: '1行目と列の数が違うか、「"」が閉じていません' },
  ]);
});

test('a weight of nothing is none that anybody has said', async () => {
  const barcode = makeBarcode('copy', 901);
  const row = `番号,書名,重さ,厚さ,資料番号\r\nb,重さのない本,0,0,${barcode}\r\n`;
  const run = await files.take(row, { source: 'weights', format: 'csv' });
  expect(run).toMatchObject({ added: 1, refused: 0 });
  expect(await catalog.deps.db.copy.findUniqueOrThrow({ where: { barcode } })).toMatchObject({
    ...{ weightGrams: 360, thicknessMm: 16 },
  });
});

test('a year of an era, and a weight and a thickness as people write them, come in as numbers', async () => {
  const [weighed, estimated] = [makeBarcode('copy', 902), makeBarcode('copy', 903)];
  const rows = [
    '番号,書名,出版年,ページ,重さ,厚さ,資料番号',
    `b1,量った本,[昭和29],２９６ｐ,約300g,1.5cm,${weighed}`,
    `b2,量っていない本,令和元年,１００ｐ,,,${estimated}`,
  ];
  await files.take(rows.join('\r\n'), { source: 'eras', format: 'csv' });
  expect(await files.record('eras', 'b1')).toMatchObject({ year: 1954 });
  expect(await files.record('eras', 'b2')).toMatchObject({ year: 2019 });
  const copy = (barcode: string) => catalog.deps.db.copy.findUniqueOrThrow({ where: { barcode } });
  expect(await copy(weighed)).toMatchObject({ weightGrams: 300, thicknessMm: 15 });
  // The weight follows from its 100 pages; a book whose pages nobody says, as above, is taken to have 250.
  expect((await copy(estimated)).weightGrams).toBeLessThan(360);
  const marc = marcBytes(
    '001 m1\n008 260401nuuuuuuuuja            000 1 jpn\n245 10 $a海の本\n264 _1 $c平成29年',
  );
  await files.take(marc, { source: 'eras-marc' });
  expect(await files.record('eras-marc', 'm1')).toMatchObject({ year: 2017 });
});

test('characters that no text has are left out, in a spreadsheet and in MARC', async () => {
  const { run } = await takeAround('nothing', 'b,海\u0000と空※［＃U+0000］,300,20');
  expect(run).toMatchObject({ added: 3, refused: 0 });
  expect((await files.record('nothing', 'b')).title).toBe('海と空〓');
  const bytes = marcBytes('001 n1\n008 260401s2026    ja            000 1 jpn\n245 10 $a海\u0001と空');
  const taken = await files.take(Buffer.from(bytes.map((byte) => (byte === 1 ? 0 : byte))), {
    source: 'nothing-marc',
  });
  expect(taken).toMatchObject({ added: 1, refused: 0 });
  expect((await files.record('nothing-marc', 'n1')).title).toBe('海と空');
});

test('a row with bytes of another encoding is refused, and no other', async () => {
  const { refused } = await takeAround('bytes', Buffer.from([0x62, 0x2c, 0x8a, 0x43, 0x2c, 0x2c]));
  expect(refused).toMatchObject([{ place: 2, line: 3, reason: '文字コードが合いません' }]);
});

test('a title that no index takes is refused, and no other record', async () => {
  const long = Array.from({ length: 6_000 }, (_, n) => String.fromCodePoint(0x4e00 + ((n * 7919) % 20_000)));
  const { run, refused } = await takeAround('long', `b,${long.join('')},300,20`);
  expect(run).toMatchObject({ read: 3, added: 2, refused: 1 });
  expect(refused).toMatchObject([{ place: 2, line: 3, what: expect.stringMatching(/^b /) }]);
  expect(refused[0]?.reason).toMatch('登録できません');
});

test('a file in UTF-8 that is said to be in CP932 brings nothing, nor does one whose headings can not be read', async () => {
  const row = Buffer.from('number,title\na1,海の本\n');
  const taken = files.take(row, { source: 'mistaken', format: 'csv-cp932' });
  await expect(taken).rejects.toThrow('The file is in UTF-8');
  const cp932 = Buffer.from([0x8f, 0x91, 0x96, 0xbc, 0x2c, 0x94, 0xd4, 0x8d, 0x86, 0x0a]);
  await expect(files.take(cp932, { source: 'mistaken', format: 'csv' })).rejects.toThrow(
    'looks like a spreadsheet (CSV) in CP932',
  );
  expect(await catalog.deps.db.importedRecord.count({ where: { source: 'mistaken' } })).toBe(0);
  // The file makes no run, either, which staff would see on its way for ever.
  expect(await catalog.deps.db.importRun.count({ where: { source: 'mistaken' } })).toBe(0);
});

test('a spreadsheet that ends its lines as old Macintoshes did is read', async () => {
  const run = await files.take('番号,書名\ra1,海の本\ra2,空の本', { source: 'macintosh', format: 'csv' });
  expect(run).toMatchObject({ added: 2, refused: 0 });
});

test.each(['\r\n', '\n', '\r'])(
  'lines that an open quotation mark has taken along are no title (%j)',
  async (end) => {
    const source = `taken ${JSON.stringify(end)}`;
    const lines = ['番号,書名', 'a1,前の本', 'b,"海の本', 'a2,後の本', 'a3,"空の本"', 'a4,隣の本', ''];
    const run = await files.take(lines.join(end), { source, format: 'csv' });
    expect(await files.refused(run.id)).toMatchObject([
      { reason: '1行目と列の数が違うか、「"」が閉じていません' },
    ]);
    expect((await files.record(source, 'a4')).title).toBe('隣の本');
    expect(run).toMatchObject({ added: 2, refused: 1 });
  },
);
