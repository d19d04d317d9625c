import { catalogApi, isbnsIn, nothingDescribed } from '@toshobin/contracts';
import { allow, defaultPolicy, refuse } from '@toshobin/lending-rules';
import type { Fake } from '@toshobin/web/testing';
import { z } from 'zod';
import type { World } from './fake-process.ts';

const record = (recordId: string, title: string, more: object = {}) => ({
  recordId,
  number: `T${recordId.padStart(9, '0')}`,
  title,
  subtitle: null,
  volume: 0,
  author: '夏目 漱石',
  publisher: '岩波書店',
  year: 1988,
  ndc: '913',
  kind: 'book',
  lending: 'lendable',
  protectiveCover: false,
  titleReading: null,
  subtitleReading: null,
  authorReading: null,
  translator: null,
  series: null,
  isbns: [] as string[],
  source: '青空文庫',
  description: nothingDescribed,
  waiting: 0,
  waitEstimate: null,
  copies: [{ copyId: recordId, barcode: '1000000018', shelfMark: '913.6 ナツ', place: 'onShelf', due: null }],
  ...more,
});

/** The titles of the fake catalog; what a title must not do to a page is in some of them. */
const records = [
  record('1', '坊っちゃん'),
  record('2', '<script>alert(1)</script>'),
  record('3', '週刊としょかん', { kind: 'magazineIssue', lending: 'inPersonOnly' }),
];
/** On loan, with a queue; its texts try to end a script and to break out of a citation. */
const onLoan = record('4', 'こころ</script><script>alert(1)</script>', {
  subtitle: '50% {上}',
  titleReading: 'こころ',
  subtitleReading: 'じょう',
  authorReading: 'なつめ そうせき',
  translator: 'A & B\r\nER  - ',
  isbns: ['9784003101018'],
  waiting: 2,
  waitEstimate: { weeksFrom: 3, weeksTo: 9 },
  series: '漱石文庫',
  description: {
    ...nothingDescribed,
    otherTitles: [
      { written: '先生の遺書', reading: 'せんせいのいしょ', kind: 'varying' },
      { written: 'Kokoro', reading: '', kind: 'uniform' },
      { written: '硝子戸の中', reading: '', kind: 'added' },
    ],
    seriesReading: 'そうせきぶんこ',
    seriesVolume: '3',
    furtherSeries: [{ written: '名作選</dd>', reading: '', volume: '第7巻' }],
  },
  copies: [
    { copyId: '4', barcode: '1000000026', shelfMark: '913.6 ナツ', place: 'onLoan', due: '2026-12-08' },
    { copyId: '5', barcode: '1000000034', shelfMark: '913.6 ナツ', place: 'searching', due: null },
  ],
});
const issue = record('5', '月刊星空案内', {
  subtitle: '2026年 5月号',
  author: null,
  description: {
    ...nothingDescribed,
    contributors: [
      { written: '例示 花子', reading: 'れいじ はなこ', latin: '', role: 'editor', body: false },
    ],
  },
  kind: 'magazineIssue',
  protectiveCover: true,
});
/** The first two volumes of a work, the second on loan. */
const volumes = [
  record('6', '大菩薩峠', { subtitle: '01 甲源一刀流の巻', volume: 1, author: '中里 介山' }),
  record('7', '大菩薩峠', { subtitle: '02 鈴鹿山の巻', volume: 2, author: '中里 介山', waiting: 2 }),
];
const all = [...records, onLoan, issue, ...volumes];
/** Whose copies are all withdrawn. */
const withoutCopies = record('8', '除籍した本', { lending: 'referenceOnly', copies: [] });

/** What finds nothing, and what finds more than is counted. */
export const NOTHING = 'みつからない';
export const PLENTY = 'たくさん';
/** No class is called so; a heading is, of which there is no magazine. */
export const HEADING = '阿蘇山';
/** What is found only when it is understood otherwise, and what is called as a class is. */
export const MISTYPED = '走れネロス';
/** Understood as a word that no record prints. */
export const UNPRINTED = 'シヤロツド';
export const IN_KANJI = '夏目漱石 心';
export const SOUNDS_LIKE = 'シェークスピヤ';
export const OTHER_NAME = '夏目金之助';
export const CLASS_NAME = '小説';
/** One of the titles has it, and the rest of what is found is of the class that is called so. */
export const ALSO_A_CLASS = '土佐日記';
/** Who is an author, of whom others have written, too. */
export const AUTHOR = '夏目漱石';

const Query = z.looseObject({
  q: z.string().default(''),
  author: z.string().default(''),
  page: z.number().default(1),
  isbn: z.string().optional(),
  ndc: z.string().optional(),
  subject: z.string().optional(),
  kind: z.string().optional(),
});

/** What every subject stands for that is known. */
const SUBJECT_CLASSES = ['62', '471', '627', '645', '646', '647', '648'].map((ndc) => ({
  ndc,
  name: `分類${ndc}`,
}));

const UNDERSTOOD = new Map([
  [MISTYPED, { as: 'corrected' as const, words: '走れメロス', read: [] }],
  [UNPRINTED, { as: 'corrected' as const, words: '', read: [] }],
  [SOUNDS_LIKE, { as: 'sound' as const, words: SOUNDS_LIKE, read: [] }],
  [OTHER_NAME, { as: 'name' as const, words: '夏目 漱石', read: [] }],
  [IN_KANJI, { as: 'sound' as const, words: '夏目漱石 こころ', read: [{ word: '心', reading: 'こころ' }] }],
]);

const hit = (one: (typeof all)[number]) => ({ ...one, onShelf: 1, copies: 1 });

function search(query: unknown) {
  const { q, author, page, isbn, ndc, subject, kind } = Query.parse(query);
  const plenty = q === PLENTY;
  const found =
    q.includes(NOTHING) || subject?.includes(NOTHING) || (subject === HEADING && kind === 'magazineIssue')
      ? []
      : isbn === undefined
        ? records
        : all.filter(({ isbns }) => isbns.includes(isbn));
  return allow({
    total: plenty ? 500 : found.length,
    capped: plenty,
    page: plenty ? page : 1,
    pageSize: 20,
    subjectClasses:
      subject === undefined || subject === HEADING || subject.includes(NOTHING) ? [] : SUBJECT_CLASSES,
    namedClasses:
      q === CLASS_NAME
        ? [
            { ndc: '913', name: '日本文学／小説・物語', hits: { total: 300, capped: true } },
            { ndc: '993', name: 'その他の諸文学', hits: { total: 0, capped: false } },
          ]
        : [],
    offers: {
      subject: q === CLASS_NAME ? { total: 128, capped: false } : null,
      author:
        q === AUTHOR
          ? {
              name: '夏目 漱石',
              works: { total: 98, capped: false },
              about: { total: 17, capped: false },
            }
          : null,
    },
    understood: UNDERSTOOD.get(q || author) ?? null,
    withWords: q === ALSO_A_CLASS ? 1 : null,
    facets: {
      kind: [
        { value: 'book', count: 2 },
        { value: 'magazineIssue', count: 1 },
      ],
      decade: [
        { value: '1980', count: 2 },
        { value: '2020', count: 1 },
      ],
      ndc:
        ndc === '9'
          ? [{ value: '91', count: 3, name: '日本文学' }]
          : [{ value: '9', count: 3, name: '文学' }],
      reservable: 2,
      onShelf: 3,
    },
    records: found.map(hit),
  });
}

function availabilityOf(list: string) {
  return isbnsIn(list).map((asked) => ({
    asked,
    isbn: asked,
    records: all
      .filter(({ isbns }) => isbns.includes(asked))
      .map(({ number, lending }) => ({ number, lending, copies: 3, onShelf: 1, waiting: 2 })),
  }));
}

/** The catalog's operations that pages of titles ask for. */
export function fakeCatalog(world: World): Fake[] {
  return [
    {
      operation: catalogApi.availability,
      answer: ({ query }) =>
        allow({ books: availabilityOf(z.object({ isbn: z.string() }).parse(query).isbn) }),
    },
    { operation: catalogApi.searchRecords, answer: ({ query }) => search(query) },
    {
      operation: catalogApi.readRecord,
      answer: ({ params }) => {
        const { recordId } = Object(params);
        const found = [...all, withoutCopies].find(
          (one) => one.recordId === recordId || one.number === recordId,
        );
        if (!found) return refuse('NOT_FOUND');
        const copies = world.lost
          ? found.copies.map((copy) => ({ ...copy, place: 'unavailable' }))
          : found.copies;
        return allow({ ...found, copies });
      },
    },
    {
      operation: catalogApi.summaries,
      answer: ({ body }) => {
        const { recordIds } = z.object({ recordIds: z.array(z.string()) }).parse(body);
        return allow({ records: all.filter(({ recordId }) => recordIds.includes(recordId)) });
      },
    },
    {
      operation: catalogApi.volumes,
      answer: ({ params }) => {
        const { recordId } = Object(params);
        const own = all.find((one) => one.recordId === recordId && one.kind === 'magazineIssue');
        if (own) return allow({ volumes: [{ ...hit(own), due: null }] });
        const beside = volumes.some((one) => one.recordId === recordId) ? volumes : [];
        const onLoan = { onShelf: 0, due: '2026-12-08' };
        return allow({
          volumes: beside.map((one, n) => ({ ...hit(one), ...(n === 0 ? { due: null } : onLoan) })),
        });
      },
    },
    {
      operation: catalogApi.visitorsMagazines,
      answer: () => allow({ latest: all.filter(({ lending }) => lending === 'inPersonOnly') }),
    },
    {
      operation: catalogApi.newArrivals,
      answer: ({ query }) => {
        const { page } = Query.pick({ page: true }).parse(query);
        const arrivals = all.map((one) => ({ ...hit(one), addedAt: '2026-11-23T16:00:00.000Z' }));
        return allow({ page, pageSize: 20, total: 45, records: page > 3 ? [] : arrivals });
      },
    },
    {
      operation: catalogApi.classes,
      answer: ({ query }) => {
        const { under = '' } = z.object({ under: z.string().optional() }).parse(query);
        const above = ['文学', '日本文学'].map((name, n) => ({ ndc: '91'.slice(0, n + 1), name }));
        const classes = [
          { ndc: `${under}1`, name: '詩歌', records: 0 },
          { ndc: `${under}3`, name: '小説・物語', records: 1234 },
        ];
        return allow({ above: above.slice(0, under.length), classes });
      },
    },
    { operation: catalogApi.readPolicy, answer: () => allow({ version: 1, policy: defaultPolicy }) },
    {
      operation: catalogApi.queuePositions,
      answer: ({ body }) => {
        const { reservationIds } = z.object({ reservationIds: z.array(z.string()) }).parse(body);
        const { position, noCopyLeft } = world;
        return allow({
          positions:
            position === null
              ? []
              : reservationIds.map((reservationId) => ({
                  reservationId,
                  ...{ position, noCopyLeft },
                  waitEstimate: { weeksFrom: 2, weeksTo: 6 },
                })),
        });
      },
    },
    { operation: catalogApi.previewExtension, answer: () => world.preview },
  ];
}
