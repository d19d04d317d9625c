import type { NewRecord } from '../records/new-record.ts';
import { CopyMaker } from './make-copies.ts';

/** Title, reading and NDC class, all made up. */
type Example = readonly [title: string, reading: string, ndc: string];

/** R4: the ten weekly and fortnightly magazines marked 来館貸出可. */
const visitorsMagazines: readonly Example[] = [
  ['週刊ひのくにタイムズ', 'しゅうかんひのくにたいむず', '051'],
  ['週刊くらしの手ざわり', 'しゅうかんくらしのてざわり', '590'],
  ['週刊あおば経済', 'しゅうかんあおばけいざい', '330'],
  ['週刊スポーツ広場', 'しゅうかんすぽーつひろば', '780'],
  ['週刊テレビの窓', 'しゅうかんてれびのまど', '699'],
  ['週刊こども科学便', 'しゅうかんこどもかがくびん', '405'],
  ['隔週刊まちの写真', 'かくしゅうかんまちのしゃしん', '740'],
  ['隔週刊鉄道と港', 'かくしゅうかんてつどうとみなと', '686'],
  ['隔週刊きょうの台所', 'かくしゅうかんきょうのだいどころ', '596'],
  ['隔週刊音楽ノート', 'かくしゅうかんおんがくのーと', '760'],
];
/** Monthly magazines: may be reserved, and travel in a protective cover (R13). */
const monthlyMagazines: readonly Example[] = [
  ['月刊みなみの園芸', 'げっかんみなみのえんげい', '620'],
  ['月刊やさしい法律', 'げっかんやさしいほうりつ', '320'],
  ['月刊絵本の森', 'げっかんえほんのもり', '909'],
  ['月刊山と渓流', 'げっかんやまとけいりゅう', '786'],
  ['月刊星空案内', 'げっかんほしぞらあんない', '440'],
];
const audiovisual: readonly Example[] = [
  ['朗読CD 草原の昔ばなし', 'ろうどくしーでぃー そうげんのむかしばなし', '388'],
  ['朗読CD 海べの四季', 'ろうどくしーでぃー うみべのしき', '914'],
  ['DVD 石橋を架けた人びと', 'でぃーぶいでぃー いしばしをかけたひとびと', '515'],
  ['DVD 火山とくらす', 'でぃーぶいでぃー かざんとくらす', '453'],
  ['DVD 手話のはじめ', 'でぃーぶいでぃー しゅわのはじめ', '378'],
  ['CD 子守唄を集めて', 'しーでぃー こもりうたをあつめて', '767'],
  ['CD 太鼓と笛', 'しーでぃー たいことふえ', '768'],
  ['DVD 干潟の生きもの', 'でぃーぶいでぃー ひがたのいきもの', '481'],
];
const referenceBooks: readonly Example[] = [
  ['ひのくに地名総覧', 'ひのくにちめいそうらん', '291'],
  ['ひのくに人名総覧', 'ひのくにじんめいそうらん', '281'],
  ['図書館員のための百科', 'としょかんいんのためのひゃっか', '031'],
  ['大きな字の国語辞典', 'おおきなじのこくごじてん', '813'],
  ['県内古文書目録', 'けんないこもんじょもくろく', '025'],
  ['県勢統計年鑑', 'けんせいとうけいねんかん', '351'],
  ['水生昆虫図説', 'すいせいこんちゅうずせつ', '486'],
  ['古地図大成', 'こちずたいせい', '290'],
];

const bare = {
  author: '',
  authorReading: '',
  translator: '',
  isbns: [],
  protectiveCover: false,
  source: 'example',
};

/**
 * Made-up material that the rules need and the real titles don't have: 来館貸出可 magazines, monthly magazines,
 * audio-visual material, 禁帯出 books. `source` says `example`, numbers begin with T9.
 */
export function exampleRecords(): (NewRecord & { number: string })[] {
  const copies = new CopyMaker(90_000_001);
  const records: Omit<NewRecord, 'copies' | 'number'>[] = [
    ...visitorsMagazines.flatMap(([title, titleReading, ndc], place) =>
      fortnights.map(([subtitle, subtitleReading]) => ({
        ...bare,
        kind: 'magazineIssue' as const,
        lending: 'inPersonOnly' as const,
        ...{ title, titleReading, subtitle, subtitleReading, ndc, year: 2026 },
        publisher: `例示出版${place + 1}`,
        protectiveCover: true,
      })),
    ),
    ...monthlyMagazines.flatMap(([title, titleReading, ndc]) =>
      Array.from({ length: 10 }, (_, month) => ({
        ...bare,
        kind: 'magazineIssue' as const,
        lending: 'lendable' as const,
        ...{ title, titleReading, ndc, year: 2026 },
        subtitle: `2026年${month + 1}月号`,
        subtitleReading: `2026ねん${month + 1}がつごう`,
        publisher: '例示書房',
        protectiveCover: true,
      })),
    ),
    ...audiovisual.map(([title, titleReading, ndc], place) => ({
      ...bare,
      kind: 'audiovisual' as const,
      lending: 'audiovisual' as const,
      ...{ title, titleReading, ndc, subtitle: '', subtitleReading: '', year: 2015 + place },
      publisher: '例示映像',
    })),
    ...referenceBooks.map(([title, titleReading, ndc], place) => ({
      ...bare,
      kind: 'book' as const,
      lending: 'referenceOnly' as const,
      ...{ title, titleReading, ndc, subtitle: '', subtitleReading: '', year: 2000 + 3 * place },
      publisher: '例示書房',
    })),
  ];
  return records.map((record, place) => {
    const numbered = { ...record, number: `T9${String(place + 1).padStart(8, '0')}` };
    return { ...numbered, copies: copies.copiesOf(numbered) };
  });
}

/** The issues of weekly and fortnightly magazines, as their covers date them. */
const fortnights = [
  [9, 15],
  [10, 1],
  [10, 15],
  [11, 1],
  [11, 15],
].map(([month, day]) => [`2026年${month}月${day}日号`, `2026ねん${month}がつ${day}にちごう`] as const);
