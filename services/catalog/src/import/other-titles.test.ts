import { buffer, text as textOf } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { renormaliseRecords } from '../placing/renormalise-records.ts';
import { searchRecords } from '../search/search-records.ts';
import { importsOfTests } from '../testing/import-in-test.ts';
import { marcBytes, marcRecord, xmlOf } from '../testing/marc-in-test.ts';
import { marcOut, marcXmlOut } from './marc-out.ts';

const { catalog, files } = importsOfTests();

const novel = `
  001 harbor
  008 190301s2019    ja            000 0 jpn
  240 10 $6880-01$aハーバー クロニクル.$lニホンゴ
  245 10 $6880-02$a港町年代記
  246 1_ $i表紙の書名:$a岬の人びと :$b海鳴りの章
  246 3_ $a港町年代記
  264 _1 $a札幌 :$b北辺書房,$c2019
  490 1_ $6880-03$a北辺文庫 ;$v12
  490 1_ $6880-05$a灯台の物語集 ;$v第3集
  490 0_ $a波止場選書
  830 _0 $a北辺文庫 ;$v12
  740 02 $6880-04$a灯台守の手紙
  730 02 $a鯨歌$n第二部
  600 14 $6880-06$a沖千里
  650 _4 $a築港
  880 10 $6240-01/$1$a港の編年史.$l日本語
  880 10 $6245-02/$1$aミナトマチ ネンダイキ
  880 1_ $6490-03/$1$aホクヘン ブンコ ;$v12
  880 02 $6740-04/$1$aトウダイモリ ノ テガミ
  880 1_ $6490-05/$1$aトウダイ ノ モノガタリシュウ ;$v第3集
  880 14 $6600-06/$1$aオキ チサト`;
const asRow = {
  番号: 'harbor',
  書名: '港町年代記',
  書名よみ: 'ミナトマチ ネンダイキ',
  統一書名: '港の編年史',
  統一書名よみ: 'ハーバー クロニクル',
  別書名: '岬の人びと 海鳴りの章;港町年代記',
  収録書名: '鯨歌 第二部;灯台守の手紙',
  収録書名よみ: ';トウダイモリ ノ テガミ',
  叢書名: '北辺文庫',
  叢書名よみ: 'ホクヘン ブンコ',
  叢書番号: '12',
  他の叢書名: '灯台の物語集;波止場選書',
  他の叢書名よみ: 'トウダイ ノ モノガタリシュウ',
  他の叢書番号: '第3集',
  件名: '築港;沖千里',
  件名よみ: ';オキ チサト',
  出版者: '北辺書房',
  出版年: '2019',
  言語: 'jpn',
};
const sheet = `${Object.keys(asRow).join()}\n${Object.values(asRow).join()}\n`;

const description = {
  otherTitles: [
    { written: '港の編年史', reading: 'ハーバー クロニクル', kind: 'uniform' },
    { written: '岬の人びと 海鳴りの章', reading: '', kind: 'varying' },
    { written: '鯨歌 第二部', reading: '', kind: 'added' },
    { written: '灯台守の手紙', reading: 'トウダイモリ ノ テガミ', kind: 'added' },
  ],
  seriesReading: 'ホクヘン ブンコ',
  seriesVolume: '12',
  furtherSeries: [
    { written: '灯台の物語集', reading: 'トウダイ ノ モノガタリシュウ', volume: '第3集' },
    { written: '波止場選書', reading: '', volume: '' },
  ],
  subjects: ['築港', '沖千里'],
  subjectReadings: ['', 'オキ チサト'],
};

test.each(['marc', 'marcxml', 'csv'] as const)(
  'what a book is called besides comes in with all of its series, and is found by each of them (%s)',
  async (format) => {
    const file = { marc: marcBytes(novel), marcxml: await xmlOf(marcRecord(novel)), csv: sheet }[format];
    expect(await files.take(file, { source: format, format })).toMatchObject({ added: 1, refused: 0 });
    const record = await files.record(format, 'harbor');
    expect(record).toMatchObject({ title: '港町年代記', series: '北辺文庫', description });

    const finds = async (text: string, field: 'text' | 'title' | 'publisher' | 'about' = 'text') => {
      const { records } = await searchRecords(catalog.deps.searchPool, { [field]: text });
      return records.map(({ id }) => id);
    };
    for (const words of [
      ...['港の編年史', 'はーばーくろにくる', '岬の人びと', '海鳴りの章 港町', '鯨歌', '灯台守の手紙'],
      ...['とうだいもりのてがみ', 'toudaimori no tegami', '北辺文庫', '灯台の物語集', '波止場選書 港町'],
      ...['ほくへんぶんこ', 'トウダイノモノガタリシュウ', '沖千里', 'おきちさと 港町'],
    ])
      expect([words, await finds(words)]).toEqual([words, expect.arrayContaining([record.recordId])]);
    for (const title of ['港の編年史', '灯台守', 'とうだいもり'])
      expect(await finds(title, 'title')).toContain(record.recordId);
    expect(await finds('灯台の物語集', 'publisher')).toContain(record.recordId);
    expect(await finds('オキ チサト', 'about')).toContain(record.recordId);
  },
);

test('who types another title of a book finds it before those that only have the words', async () => {
  const book = (number: string, title: string, more = '') =>
    marcBytes(
      `001 ${number}\n008 190301s2024    ja            000 0 jpn\n245 10 $a${title}\n264 _1 $c2024${more}`,
    );
  await files.take(
    Buffer.concat([
      book('a', '千年の都をゆく', '\n246 3_ $a雪割草の庭'),
      book('b', '新雪割草の庭をたずねて'),
      book('c', '雪割草の庭'),
    ]),
    { source: 'order' },
  );
  const { records } = await searchRecords(catalog.deps.searchPool, { text: '雪割草の庭' });
  expect(records.map(({ title }) => title)).toEqual([
    '雪割草の庭',
    '千年の都をゆく',
    '新雪割草の庭をたずねて',
  ]);
});

test('other titles and further series go out as they came in, and change nothing when they come again', async () => {
  await files.take(marcBytes(novel), { source: 'out' });
  const out = await buffer(marcOut(catalog.deps.pool, 'out'));
  expect(out.equals(marcBytes(novel))).toBe(true);
  expect(await files.take(out, { source: 'out' })).toMatchObject({ read: 1, unchanged: 1 });
  const xml = await textOf(marcXmlOut(catalog.deps.pool, 'out'));
  expect(await files.take(xml, { source: 'out', format: 'marcxml' })).toMatchObject({ unchanged: 1 });

  const others = novel.replaceAll(/^\s*(?:246|740|730|490 0|880 02).*\n?/gmu, '');
  expect(await files.take(marcBytes(others), { source: 'out' })).toMatchObject({ changed: 1 });
  const { description } = await files.record('out', 'harbor');
  expect(description.otherTitles).toEqual([
    { written: '港の編年史', reading: 'ハーバー クロニクル', kind: 'uniform' },
  ]);
  expect(description.furtherSeries).toMatchObject([{ written: '灯台の物語集' }]);
  const { records } = await searchRecords(catalog.deps.searchPool, { text: '波止場選書' });
  const { recordId } = await files.record('out', 'harbor');
  expect(records.map(({ id }) => id)).not.toContain(recordId);
});

test('words that are written anew for another version of the search keep other titles and series', async () => {
  await files.take(marcBytes(novel), { source: 'anew' });
  const { pool } = catalog.deps;
  const searched = () =>
    pool.query('SELECT s, keys, tv::text FROM bibliographic_record WHERE source = $1', ['anew']);
  const { rows: before } = await searched();
  await pool.query("UPDATE bibliographic_record SET norm_version = 0, s = 'before' WHERE source = 'anew'");
  expect(await renormaliseRecords(pool)).toBe(1);
  const { rows: after } = await searched();
  expect(after).toEqual(before);
});

test('a story is found by its title and its author, however the collection names it', async () => {
  const collection = `
    001 three
    008 190301s2019    ja            000 0 jpn
    245 00 $a岬の三篇
    505 00 $t霧笛の夜 /$r岸一郎 --$t潮見台 /$r松風澄子 --
    700 12 $6880-01$a岸, 一郎.$t北の灯
    880 12 $6700-01/$1$aキシ, イチロウ.$tキタ ノ ヒ`;
  await files.take(marcBytes(collection), { source: 'stories' });
  const { recordId, description } = await files.record('stories', 'three');
  expect(description.otherTitles).toEqual([
    { written: '北の灯', reading: 'キタ ノ ヒ', kind: 'added' },
    { written: '霧笛の夜', reading: '', kind: 'added' },
    { written: '潮見台', reading: '', kind: 'added' },
  ]);
  for (const text of ['霧笛の夜', '潮見台', 'きたのひ', '岸一郎 北の灯']) {
    const { records } = await searchRecords(catalog.deps.searchPool, { text });
    expect([text, records.map(({ id }) => id)]).toEqual([text, [recordId]]);
  }
});
