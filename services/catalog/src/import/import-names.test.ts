import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestPostgres, type TestPostgres } from '@toshobin/database/testing';
import { renormaliseNames } from '../records/keep-names.ts';
import { searchRecords } from '../search/search-records.ts';
import { type CatalogInTest, catalogInTest } from '../testing/catalog-in-test.ts';
import { marcRecord, xmlOf } from '../testing/marc-in-test.ts';
import { importFile } from './import-file.ts';
import { importNames } from './import-names.ts';
import { readMapping } from './mapping.ts';
import type { MarcRecord } from './marc-record.ts';
import type { Format } from './open-file.ts';
import { reportOf } from './report.ts';
import { writeIso2709 } from './write-iso2709.ts';

let postgres: TestPostgres;
let catalog: CatalogInTest;
const folder = mkdtempSync(join(tmpdir(), 'names-'));
const mapping = readMapping();
let files = 0;

beforeAll(async () => {
  postgres = await startTestPostgres();
  catalog = await catalogInTest(postgres);
  const books = [
    'number,title,author,author_reading,translator',
    '1,こころ,夏目 漱石,なつめ そうせき,',
    '2,草枕,夏目 漱石,なつめ そうせき,',
    '3,漱石の思い出,夏目 鏡子,なつめ きょうこ,',
    '4,金之助という名,例示 花子,れいじ はなこ,',
    '5,知られぬ日本の面影,例示 八雲,れいじ やくも,',
    '6,雪女,例示 八雲,れいじ やくも,',
    '7,即興詩人,アンデルセン ハンス,アンデルセン ハンス,森 鴎外',
    '8,雪女の国,例示 太郎,れいじ たろう,',
    '9,林太郎の日記,例示 林太郎,れいじ りんたろう,',
    '10,独りの作,仮名 号夫,かめい ごうお,',
    '11,市の歌,仮名 実,かめい みのる,',
    '12,訳の一,アンデルセン ハンス,アンデルセン ハンス,仮名 実',
    '13,訳の二,アンデルセン ハンス,アンデルセン ハンス,仮名 実',
  ];
  const source = 'books';
  await importFile(catalog.deps, { path: fileOf(books.join('\n')), source, format: 'csv', mapping });
});
afterAll(async () => {
  await catalog?.deps.close();
  await postgres?.stop();
  rmSync(folder, { recursive: true });
});

function fileOf(content: string | Buffer): string {
  files += 1;
  const path = join(folder, `file-${files}`);
  writeFileSync(path, content);
  return path;
}

const take = (content: string | Buffer, format: Format, source = 'ndlna') =>
  importNames(catalog.deps, { path: fileOf(content), source, format, mapping });

async function find(text: string) {
  const { records, understood } = await searchRecords(catalog.deps.searchPool, { text });
  return { titles: records.map(({ title }) => title), understood };
}

function name(lines: string, status = 'n'): MarcRecord {
  return { ...marcRecord(lines), leader: `00000${status}z  a2200000n  4500` };
}

function iso(...records: MarcRecord[]): Buffer {
  return Buffer.concat(
    records.map((record) => {
      const written = writeIso2709(record);
      if (!written.ok) throw new Error(written.refused.why);
      return written.value;
    }),
  );
}

const soseki = name(`
  001 00054222
  100 1_ $6880-01$a夏目, 漱石,$d1867-1916
  400 1_ $6880-02$a夏目, 金之助,$d1867-1916
  400 1_ $6880-03$a愚陀仏
  880 1_ $6100-01/$1$aナツメ, ソウセキ,$d1867-1916
  880 1_ $6400-02/$1$aナツメ, キンノスケ,$d1867-1916
  880 0_ $6400-03/$1$aグダブツ`);
const yakumo = name(`
  001 00025000
  100 1_ $a例示, 八雲
  400 1_ $aReiji, Lafcadio,$d1850-1904
  400 1_ $aレイジ・ラフカディオ`);

test('an author is found by another name of a name authority file, before what only has the words', async () => {
  expect((await find('夏目金之助')).understood?.as).not.toBe('name');
  const run = await take(iso(soseki, yakumo), 'marc');
  expect(run).toMatchObject({ read: 2, added: 2, refused: 0 });
  for (const typed of [
    '夏目金之助',
    '夏目 金之助',
    '金之助夏目',
    '愚陀佛',
    'なつめきんのすけ',
    'Natsume Kinnosuke',
  ])
    expect(await find(typed)).toMatchObject({
      titles: expect.arrayContaining(['こころ', '草枕']),
      understood: { as: 'name', words: '夏目 漱石' },
    });
  expect((await find('Lafcadio Reiji')).titles).toHaveLength(2);
});

test('the name may stand beside a title, in any way that people write that', async () => {
  for (const typed of [
    '夏目金之助 こころ',
    '夏目金之助のこころ',
    'こころ　夏目金之助',
    '夏目金之助『こころ』',
    '愚陀仏こころ',
    '『こころ』夏目金之助・著',
    '夏目金之助の書いたこころという本はありますか',
  ])
    expect(await find(typed)).toMatchObject({ titles: ['こころ'], understood: { as: 'name' } });
  expect((await find('レイジ・ラフカディオの雪女')).titles).toEqual(['雪女']);
});

test('who is typed by the name that the catalogue has is found as ever', async () => {
  const found = await find('夏目漱石');
  expect(found).toEqual({ titles: expect.arrayContaining(['こころ', '草枕']), understood: undefined });
});

test('what has the words of another name stands after the works of the person', async () => {
  await take('heading,variant,reading\n森 鴎外,林太郎,りんたろう\n', 'csv', 'ours');
  expect((await find('林太郎')).titles).toEqual(['即興詩人', '林太郎の日記']);
});

test('what somebody has written under either name stands before what was translated under one', async () => {
  await take('heading,variant,reading\n仮名 号夫,仮名 実,かめい みのる\n', 'csv', 'ours');
  const { titles } = await find('仮名実');
  expect([titles.slice(0, 2), titles.slice(2).sort()]).toEqual([
    ['市の歌', '独りの作'],
    ['訳の一', '訳の二'],
  ]);
});

test('a heading that no record has leads to the name that records have', async () => {
  await take('標目,別名\n例示 葉子,例示 花子\n', 'csv', 'ours');
  expect(await find('例示 葉子')).toMatchObject({
    titles: ['金之助という名'],
    understood: { as: 'name', words: '例示 花子' },
  });
});

test('read again a file changes nothing, and a record of the same number is the same person', async () => {
  expect(await take(iso(soseki, yakumo), 'marc')).toMatchObject({ read: 2, unchanged: 2 });
  const other = name(`
    001 00025000
    100 1_ $a例示, 八雲
    400 1_ $aパトリック・レイジ`);
  expect(await take(await xmlOf(other), 'marcxml')).toMatchObject({ read: 1, changed: 1 });
  expect((await find('パトリック・レイジ')).titles).toHaveLength(2);
  expect((await find('Reiji Lafcadio')).titles).toEqual([]);
  const deleted = await take(iso(name('001 00025000\n100 1_ $a例示, 八雲', 'd')), 'marc');
  expect(deleted).toMatchObject({ read: 1, withdrawn: 1 });
  expect((await find('パトリック・レイジ')).understood?.as).not.toBe('name');
});

test('what is no name is refused line by line, and the rest is taken', async () => {
  const book = marcRecord('001 1\n245 10 $a草枕');
  const run = await take(
    iso(book, name('001 2\n150 __ $a日本文学'), name('001 3\n100 1_ $aレイジ, カ')),
    'marc',
  );
  expect(run).toMatchObject({ read: 3, added: 1, refused: 2 });
  const rows = await take(
    'heading,variant,reading\n夏目 漱石,漱石山房主人,\n夏目 漱石\n,愚陀仏,\n',
    'csv',
    'rows',
  );
  expect(rows).toMatchObject({ read: 3, added: 1, refused: 2 });
  let told = '';
  for await (const part of reportOf(catalog.deps.pool, rows.id)) told += part;
  expect(told.split('\r\n').slice(1, 3)).toEqual([
    '"2","3","","1行目と列の数が違うか、「""」が閉じていません","夏目 漱石"',
    '"3","4","","標目の名前がありません",",愚陀仏,"',
  ]);
});

test('a file that was ended in the middle is read on where it ended', async () => {
  const rows = ['heading,variant', '夏目 漱石,甲野 一', '夏目 漱石,甲野 二', '夏目 漱石,甲野 三'].join('\n');
  const [path, options] = [fileOf(rows), { source: 'cut', format: 'csv', mapping, batch: 1 } as const];
  const ended = importNames(catalog.deps, {
    ...{ ...options, path },
    onProgress: ({ read }) => {
      if (read === 2) throw new Error('ended');
    },
  });
  await expect(ended).rejects.toThrow('ended');
  expect(await importNames(catalog.deps, { ...options, path })).toMatchObject({ read: 3, added: 3 });
});

test('names that an older version has folded are folded again', async () => {
  await catalog.deps.pool.query("UPDATE name_authority SET keys = '{}', norm_version = 0");
  expect((await find('夏目金之助')).understood?.as).not.toBe('name');
  await renormaliseNames(catalog.deps.pool);
  expect((await find('夏目金之助')).understood?.as).toBe('name');
});
