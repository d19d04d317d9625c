import { expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import { importsOfTests } from '../testing/import-in-test.ts';
import { marcBytes, marcRecord, xmlOf } from '../testing/marc-in-test.ts';

const { catalog, files } = importsOfTests();

/** A field in kanji, and its reading: one of them in the field, the other in its 880. */
const inScripts: readonly (readonly [tag: string, written: string, read: string])[] = [
  ['100 1_', '$a松風, 澄子,$d1931-$e著', '$aマツカゼ, スミコ,$d1931-'],
  [
    '245 10',
    '$a北の海 :$b港の記録 /$n第二部,$p春の港',
    '$aキタ ノ ウミ :$bミナト ノ キロク /$n2,$pハル ノ ミナト',
  ],
  ['264 _1', '$a札幌 :$b北辺書房,$c2019.3', '$aサッポロ :$bホクヘン ショボウ,$c2019.3'],
  ['490 1_', '$a港町叢書 ;$v第7冊', '$aミナトマチ ソウショ ;$v7'],
  ['650 _7', '$a漁港$z北海道$x歴史$2ndlsh', '$aギョコウ$zホッカイドウ$xレキシ'],
  ['700 1_', '$a浜田, 健$e訳', '$aハマダ, ケン'],
  ['700 1_', '$a小島, 岬$4ill', '$aコジマ, ミサキ'],
  ['700 1_', '$a沖, 千里$4http://id.loc.gov/vocabulary/relators/edt', '$aオキ, チサト'],
  ['700 1_', '$a岸, 一郎', '$aキシ, イチロウ'],
  ['700 1_', '$a岸, 二郎', '$aキシ, ジロウ'],
  ['710 2_', '$a北海大学.$b海洋学部', '$aホッカイ ダイガク.$bカイヨウ ガクブ'],
  ['711 2_', '$a港の会議', '$aミナト ノ カイギ'],
];
const inOneScript = `
  008 190301s2019    ja            000 0 jpn
  020 __ $a978-4-00-310907-6 (上製)
  022 __ $a0385-3721
  041 1_ $ajpn$heng
  084 __ $aRB251$2kktb
  084 __ $a683$2njb/9
  084 __ $a683.92$2njb/10
  250 __ $a改訂版
  300 __ $axii, 345p :$b挿図 ;$c21cm
  500 __ $a表紙の書名: 港
  502 __ $a博士論文--$c北海大学,$d1960
  504 __ $a文献: p340-345
  505 0_ $g第1章.$t港をつくる /$r松風澄子 --$g第2章.$t港を守る
  520 __ $a港の百年を聞き書きでたどる。
  546 __ $a英語からの翻訳
  600 17 $a伊能, 忠敬,$d1745-1818$x日記$2ndlsh
  610 27 $a北海道庁.$b土木部
  611 27 $a築港博覧会$c小樽
  630 07 $a古事記
  648 _7 $a明治時代
  651 _7 $a小樽市$x歴史
  653 __ $a築港$a聞き書き
  655 _7 $a絵本
  852 __ $pBARCODE$h683.9$iマ$z禁帯出`;
const wide = (inField: 'kanji' | 'kana', number: string, barcode: string) => {
  const fields = inScripts.map(([tag, written, read], place) => {
    const link = String(place + 1).padStart(2, '0');
    // The role stands in the field itself.
    const role = /(\$[e4].*)$/u.exec(written)?.[1] ?? '';
    const bare = written.slice(0, written.length - role.length);
    const [here, there] = inField === 'kanji' ? [bare, read] : [read, bare];
    return [
      `${tag} $6880-${link}${here}${role}`,
      `880 ${tag.slice(4)} $6${tag.slice(0, 3)}-${link}/$1${there}`,
    ];
  });
  const statement = '245 10 $6880-02';
  const lines = [
    ...fields.map(([field = '']) =>
      field.startsWith(statement) ? `${field} /$c松風澄子著 ; 岸一郎, 岸二郎共編` : field,
    ),
    ...fields.map(([, other = '']) => other),
  ];
  return `001 ${number}\n${inOneScript.replace('BARCODE', barcode)}\n${lines.join('\n')}`;
};

const ways = [
  { inField: 'kanji', format: 'marc' },
  { inField: 'kanji', format: 'marcxml' },
  { inField: 'kana', format: 'marc' },
  { inField: 'kana', format: 'marcxml' },
] as const;

test.each(ways)(
  'all that a cataloguer writes of a book comes in, $inField in its fields, as $format',
  async ({ inField, format }) => {
    const source = `wide-${inField}-${format}`;
    const barcode = makeBarcode(
      'copy',
      101 + ways.findIndex((way) => way.inField === inField && way.format === format),
    );
    const lines = wide(inField, 'wide', barcode);
    const file = format === 'marc' ? marcBytes(lines) : await xmlOf(marcRecord(lines));
    const run = await files.take(file, { source, format });
    expect(run).toMatchObject({ added: 1, refused: 0 });
    expect(await files.refused(run.id)).toEqual([]);
    expect(await files.record(source, 'wide')).toMatchObject({
      kind: 'book',
      lending: 'referenceOnly',
      title: '北の海',
      titleReading: 'キタ ノ ウミ',
      volume: 2,
      subtitle: '第二部 春の港 港の記録',
      subtitleReading: '2 ハル ノ ミナト ミナト ノ キロク',
      author: '松風 澄子',
      authorReading: 'マツカゼ スミコ',
      translator: '浜田 健',
      publisher: '北辺書房',
      year: 2019,
      ndc: '683.92',
      isbns: ['9784003109076'],
      series: '港町叢書',
      description: {
        seriesReading: 'ミナトマチ ソウショ',
        seriesVolume: '第7冊',
        edition: '改訂版',
        pages: 'xii, 345p',
        language: 'jpn',
        issn: '03853721',
        contributors: [
          { written: '松風 澄子', reading: 'マツカゼ スミコ', latin: '', role: 'author' },
          { written: '浜田 健', reading: 'ハマダ ケン', role: 'translator' },
          { written: '小島 岬', reading: 'コジマ ミサキ', role: 'illustrator' },
          { written: '沖 千里', reading: 'オキ チサト', role: 'editor' },
          { written: '岸 一郎', reading: 'キシ イチロウ', role: 'editor' },
          { written: '岸 二郎', reading: 'キシ ジロウ', role: 'editor' },
          { written: '北海大学 海洋学部', role: 'contributor', body: true },
          { written: '港の会議', reading: 'ミナト ノ カイギ', role: 'contributor' },
        ],
        subjects: [
          '漁港 北海道 歴史',
          '小樽市 歴史',
          '伊能, 忠敬 日記',
          '北海道庁 土木部',
          '築港博覧会 小樽',
          '古事記',
          '明治時代',
          '絵本',
          '築港',
          '聞き書き',
        ],
        notes: [
          '表紙の書名: 港',
          '博士論文-- 北海大学 1960',
          '文献: p340-345',
          '第1章 港をつくる 松風澄子 -- 第2章 港を守る',
          '港の百年を聞き書きでたどる。',
          '英語からの翻訳',
        ],
      },
      copies: [{ barcode, shelfMark: '683.9 マ' }],
    });
  },
);

test('volumes, series and authors are read as the Library of Congress writes them', async () => {
  const loc = (number: string, more: string) =>
    marcBytes(`001 ${number}\n008 190301s2019    us            000 0 eng\n${more}`);
  await files.take(
    Buffer.concat([
      loc(
        'v1',
        '110 2_ $aHarbor Commission.$bSurvey Office.\n245 10 $aThe harbor.$nv. 1,$pSpring /$cHarbor Commission.',
      ),
      loc(
        'v2',
        '111 2_ $aHarbor Conference$d(1960 :$cOtaru)\n245 10 $aThe harbor.$npt. 2 :$bsummer.\n440 _0 $aHarbor studies ;$vv. 12',
      ),
      loc(
        'v3',
        '100 0_ $aJohn Paul$bII,$cPope.\n245 14 $aThe harbor.$nVol. III.\n490 1_ $aOld series\n490 1_ $aNew series ;$v3\n700 1_ $aDoe, Jane,$etr.\n700 1_ $aRoe, Ann,$ejoint author.',
      ),
      loc('v4', '245 10 $aThe harbor.\n490 1_ $aStudies of harbors\n830 _0 $aHarbor studies ;$vno. 4.'),
      loc('v5', '245 10 $aThe harbor.$nParts I & II.\n830 _0 $aHarbor studies ;$vno. 5.'),
    ]),
    { source: 'loc' },
  );
  const numbers = ['v1', 'v2', 'v3', 'v4', 'v5'];
  const [v1, v2, v3, v4, v5] = await Promise.all(numbers.map((number) => files.record('loc', number)));
  expect([v1, v2, v3, v4, v5].map((record) => record?.volume)).toEqual([1, 2, 3, 0, 0]);
  expect(v1).toMatchObject({ author: 'Harbor Commission Survey Office', subtitle: 'v. 1 Spring' });
  expect(v2).toMatchObject({
    ...{ author: 'Harbor Conference', subtitle: 'pt. 2 summer', series: 'Harbor studies' },
    description: { seriesVolume: 'v. 12' },
  });
  expect(v3).toMatchObject({
    ...{ author: 'John Paul II Pope; Roe, Ann', translator: 'Doe, Jane', series: 'Old series' },
    description: { seriesVolume: '' },
  });
  expect(v4).toMatchObject({ series: 'Studies of harbors', description: { seriesVolume: 'no. 4' } });
  expect(v5).toMatchObject({ series: 'Harbor studies', description: { seriesVolume: 'no. 5' } });
});

test('a periodical, a film and a map come in as what they are, and a bundle of papers is refused', async () => {
  const kinds = {
    as: '港の月刊',
    gm: '港の映画',
    jm: '港の音',
    em: '港の地図',
    tm: '港の手稿',
    pc: '港の文書',
  };
  const records = Object.entries(kinds).map(([kind, title]) =>
    marcBytes(`001 ${kind}\n008 190301s2019    ja            000 0 jpn\n245 10 $a${title}`, 'c', kind),
  );
  const run = await files.take(Buffer.concat(records), { source: 'kinds' });
  expect(await files.refused(run.id)).toMatchObject([
    { place: 6, number: 'pc', reason: 'この種類の資料は取り込めません', what: 'pc' },
  ]);
  const rows = await catalog.deps.db.bibliographicRecord.findMany({
    where: { source: 'kinds' },
    orderBy: { id: 'asc' },
    select: { title: true, kind: true, lending: true },
  });
  expect(rows).toEqual([
    { title: '港の月刊', kind: 'magazineIssue', lending: 'lendable' },
    { title: '港の映画', kind: 'audiovisual', lending: 'audiovisual' },
    { title: '港の音', kind: 'audiovisual', lending: 'audiovisual' },
    { title: '港の地図', kind: 'book', lending: 'lendable' },
    { title: '港の手稿', kind: 'book', lending: 'lendable' },
  ]);
});

test('a book that may not leave the library does not come to be lent by a change that says nothing of it', async () => {
  const lines = (copy: string) => `001 q1
    008 260401s2026    ja            000 1 jpn
    245 10 $a館内の本${copy}`;
  const take = (text: string) => files.take(marcBytes(text), { source: 'lending' });
  await take(lines(`\n    852 __ $p${makeBarcode('copy', 141)}$z禁帯出`));
  await take(lines('\n    500 __ $a年譜あり'));
  expect(await files.record('lending', 'q1')).toMatchObject({
    ...{ lending: 'referenceOnly', description: { notes: ['年譜あり'] } },
  });
});

test.each([
  ['CD-ROM 2枚 (12cm)', 2],
  ['1 CD-ROM (4 3/4 in.)', 1],
  ['別冊', 1],
  ['付図３枚', 3],
  ['2', 2],
])('what lies beside a book is counted: %s', async (said, pieces) => {
  const barcode = makeBarcode('copy', 160 + 10 * pieces + said.length);
  const lines = `001 ${barcode}
    008 260401s2026    ja            000 1 jpn
    245 10 $a付属のある本
    300 __ $a96p ;$c26cm +$e${said}
    800 1_ $a岸, 一郎.$t岸一郎全集 ;$v第3巻
    852 __ $p${barcode}$e2-1-1 中央区`;
  await files.take(marcBytes(lines), { source: 'pieces' });
  expect(await catalog.deps.db.copy.findUniqueOrThrow({ where: { barcode } })).toMatchObject({
    supplementCount: pieces,
  });
  expect(await files.record('pieces', barcode)).toMatchObject({
    ...{ series: '岸一郎全集', description: { seriesVolume: '第3巻' } },
  });
});
