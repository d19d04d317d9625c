import { expect, test } from '@jest/globals';
import { nothingDescribed, type RecordDetail } from '@toshobin/contracts';
import { sayIn } from '@toshobin/web';
import { waitWords } from '../records/wait-words.ts';
import { bibTexOf } from './bibtex.ts';
import { risOf } from './ris.ts';
import { jsonInScript, schemaOrgOf } from './schema-org.ts';

const setting = { publicUrl: 'https://library.example', libraryName: '県立図書館' };
const kokoro: RecordDetail = {
  recordId: '773',
  number: 'T000000773',
  title: 'こころ',
  subtitle: null,
  volume: 0,
  author: '夏目 漱石',
  publisher: '集英社',
  year: 1991,
  ndc: '913',
  kind: 'book',
  lending: 'lendable',
  protectiveCover: false,
  titleReading: 'こころ',
  subtitleReading: null,
  authorReading: 'なつめ そうせき',
  translator: null,
  isbns: ['9784087520095'],
  series: null,
  source: 'aozora',
  description: nothingDescribed,
  waiting: 0,
  waitEstimate: null,
  copies: [
    { copyId: '1', barcode: '1000000018', shelfMark: '913.6/ナ', place: 'onShelf', due: null },
    { copyId: '2', barcode: '1000000026', shelfMark: '913.6/ナ', place: 'searching', due: null },
  ],
};
const hostile: RecordDetail = {
  ...kokoro,
  title: '100% {pure} C_1 & \\end{document} $#~^',
  subtitle: 'a}b',
  author: 'Smith and Sons\r\nER  - ',
  translator: 'A\u2028B',
  isbns: [],
  year: null,
};

const named = (written: string, role: RecordDetail['description']['contributors'][number]['role']) => ({
  ...{ written, role, reading: '', latin: '', body: false },
});
/** As a file brings an English book in: its catalogue's language, and everybody with their part in it. */
const guide: RecordDetail = {
  ...kokoro,
  title: 'Castles of Kyushu',
  titleReading: 'Castles of Kyushu',
  author: 'Smith, Anna; Sato, Ken; Kumamoto Castle Office',
  authorReading: null,
  translator: 'Doe, John',
  series: 'Guides to Japan',
  source: 'loc',
  description: {
    ...nothingDescribed,
    language: 'eng',
    issn: '03853721',
    contributors: [
      named('Smith, Anna', 'author'),
      named('Sato, Ken', 'author'),
      { ...named('Kumamoto Castle Office', 'author'), body: true },
      named('Doe, John', 'translator'),
      named('Roe, Mary', 'editor'),
      named('Poe, Lee', 'illustrator'),
      { ...named('Higo Bank', 'contributor'), body: true },
    ],
  },
};
const inLanguage = (language: string, source = 'loc', title = guide.title) =>
  schemaOrgOf({ ...guide, title, source, description: { ...guide.description, language } }, setting)
    .inLanguage;

test('a book says its own language: as its file names it, and Japanese where nobody but us described it so', () => {
  expect(inLanguage('eng')).toBe('en');
  expect(risOf(guide, setting.publicUrl)).toContain('LA  - en\r\n');
  expect(bibTexOf(guide, setting.publicUrl)).toContain('  language = {en},\n');
  for (const [marc, tag] of [
    ...[['jpn', 'ja'] as const, ['chi', 'zh'] as const, ['ger', 'de'] as const, ['kor', 'ko'] as const],
    ...[['ain', 'ain'] as const, ['grc', 'grc'] as const],
  ])
    expect(inLanguage(marc)).toBe(tag);
  for (const unknown of ['', 'cam', 'zzz', 'und']) expect(inLanguage(unknown)).toBeUndefined();
  const untold = { ...guide, description: { ...guide.description, language: '' } };
  expect(risOf(untold, setting.publicUrl)).not.toContain('LA  -');
  expect(bibTexOf(untold, setting.publicUrl)).not.toContain('language');
  expect(inLanguage('', 'aozora')).toBe('ja');
  expect(inLanguage('', 'desk', '月刊星空案内')).toBe('ja');
  expect(inLanguage('', 'desk')).toBeUndefined();
});

test('everybody who had part in a book is named by themselves, and a body is no person', () => {
  const person = (name: string) => ({ '@type': 'Person', name });
  const body = (name: string) => ({ '@type': 'Organization', name });
  expect(schemaOrgOf(guide, setting)).toMatchObject({
    author: [person('Smith, Anna'), person('Sato, Ken'), body('Kumamoto Castle Office')],
    translator: person('Doe, John'),
    editor: person('Roe, Mary'),
    illustrator: person('Poe, Lee'),
    contributor: body('Higo Bank'),
    isPartOf: { '@type': 'BookSeries', name: 'Guides to Japan', issn: '0385-3721' },
  });
  // Only a book has an illustrator there.
  const recording = schemaOrgOf({ ...guide, kind: 'audiovisual' }, setting);
  expect(recording).not.toHaveProperty('illustrator');
  expect(recording).toMatchObject({ contributor: [person('Poe, Lee'), body('Higo Bank')] });
  expect(schemaOrgOf({ ...guide, kind: 'magazineIssue' }, setting)).toMatchObject({
    isPartOf: { '@type': 'Periodical', name: 'Castles of Kyushu', issn: '0385-3721' },
  });

  const lines = risOf(guide, setting.publicUrl).split('\r\n');
  expect(lines.filter((line) => /^(?:A|ED)/.test(line))).toEqual([
    ...['AU  - Smith, Anna', 'AU  - Sato, Ken', 'AU  - Kumamoto Castle Office'],
    ...['ED  - Roe, Mary', 'A4  - Doe, John'],
  ]);
  // Reference managers read one number: the book's, and that of its magazine.
  const numbers = (record: RecordDetail) =>
    risOf(record, setting.publicUrl)
      .split('\r\n')
      .filter((line) => line.startsWith('SN'));
  expect(numbers(guide)).toEqual(['SN  - 9784087520095']);
  expect(numbers({ ...guide, isbns: [] })).toEqual(['SN  - 0385-3721']);
  expect(numbers({ ...guide, kind: 'magazineIssue' })).toEqual(['SN  - 0385-3721']);

  const bibTex = bibTexOf(guide, setting.publicUrl);
  for (const field of [
    'author = {{Smith, Anna} and {Sato, Ken} and {Kumamoto Castle Office}},',
    'editor = {{Roe, Mary}},',
    'translator = {{Doe, John}},',
    'issn = {0385-3721},',
  ])
    expect(bibTex).toContain(`  ${field}\n`);
});

test('a book is also called by its other titles, and is of all its series', () => {
  const called = (written: string, kind: 'uniform' | 'varying' | 'added') => ({ written, reading: '', kind });
  const description = {
    ...guide.description,
    otherTitles: [called('Shiro', 'uniform'), called('Old castles', 'varying'), called('Moats', 'added')],
    furtherSeries: [{ written: 'Stones and walls', reading: '', volume: '7' }],
  };
  expect(schemaOrgOf({ ...guide, description }, setting)).toMatchObject({
    alternateName: ['Castles of Kyushu', 'Shiro', 'Old castles'],
    isPartOf: [
      { '@type': 'BookSeries', name: 'Guides to Japan', issn: '0385-3721' },
      { '@type': 'BookSeries', name: 'Stones and walls' },
    ],
  });
});

test('authors that are parted by ; in a record nobody has described further are several', () => {
  const two = {
    ...{
      ...kokoro,
      author: '谷崎 潤一郎; 例示 花子',
      authorReading: 'たにざき じゅんいちろう; れいじ はなこ',
    },
  };
  expect(schemaOrgOf(two, setting)).toMatchObject({
    author: [
      { '@type': 'Person', name: '谷崎 潤一郎' },
      { '@type': 'Person', name: '例示 花子' },
    ],
  });
  expect(risOf(two, setting.publicUrl)).toContain('AU  - 谷崎 潤一郎\r\nAU  - 例示 花子\r\n');
  const bibTex = bibTexOf(two, setting.publicUrl);
  expect(bibTex).toContain('author = {{谷崎 潤一郎} and {例示 花子}},');
  expect(bibTex).toContain('yomi = {たにざき じゅんいちろう and れいじ はなこ},');
});

test('RIS has one tag a line, ended by ER, and no text can begin another', () => {
  expect(risOf(kokoro, setting.publicUrl)).toBe(
    [
      'TY  - BOOK',
      'TI  - こころ',
      'AU  - 夏目 漱石',
      'PB  - 集英社',
      'PY  - 1991',
      'SN  - 9784087520095',
      'CN  - 913.6/ナ',
      'LA  - ja',
      'ID  - T000000773',
      'UR  - https://library.example/records/T000000773',
      'ER  - ',
      '',
    ].join('\r\n'),
  );
  const lines = risOf(hostile, setting.publicUrl).trimEnd().split('\r\n');
  expect(lines.every((line) => /^[A-Z][A-Z0-9] {2}-( |$)/.test(line))).toBe(true);
  expect(lines.filter((line) => line.startsWith('ER'))).toHaveLength(1);
  expect(lines).toContain('AU  - Smith and Sons ER  -');
  expect(risOf({ ...kokoro, kind: 'magazineIssue', copies: [] }, setting.publicUrl)).toMatch(/^TY {2}- MGZN/);
});

test('BibTeX escapes what TeX would obey, keeps names whole, and its braces are even', () => {
  expect(bibTexOf(kokoro, setting.publicUrl)).toBe(`@book{T000000773,
  title = {{こころ}},
  author = {{夏目 漱石}},
  publisher = {集英社},
  year = {1991},
  isbn = {9784087520095},
  yomi = {なつめ そうせき},
  language = {ja},
  url = {https://library.example/records/T000000773}
}
`);
  const written = bibTexOf(hostile, setting.publicUrl);
  expect(written).toContain(
    String.raw`title = {{100\% {\textbraceleft}pure{\textbraceright} C\_1 \& {\textbackslash}end{\textbraceleft}document{\textbraceright} \$\#{\textasciitilde}{\textasciicircum} : a{\textbraceright}b}}`,
  );
  expect(written).toContain('author = {{Smith and Sons ER  -}}');
  let depth = 0;
  for (const character of written) {
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    expect(depth).toBeGreaterThanOrEqual(0);
  }
  expect(depth).toBe(0);
});

test('schema.org tells the work, and each copy as an offer to lend it', () => {
  expect(schemaOrgOf(kokoro, setting)).toMatchObject({
    '@type': 'Book',
    '@id': 'https://library.example/records/T000000773',
    name: 'こころ',
    author: { '@type': 'Person', name: '夏目 漱石' },
    isbn: '9784087520095',
    datePublished: '1991',
    offers: [
      {
        '@type': 'Offer',
        availability: 'https://schema.org/InStock',
        serialNumber: '1000000018',
        price: '0',
      },
      { availability: 'https://schema.org/OutOfStock' },
    ],
  });
  expect(schemaOrgOf(kokoro, setting)).not.toHaveProperty('translator');
  const issue = { ...kokoro, kind: 'magazineIssue', subtitle: '5月号', lending: 'inPersonOnly' } as const;
  expect(schemaOrgOf(issue, setting)).toMatchObject({
    '@type': 'PublicationIssue',
    name: 'こころ　5月号',
    isPartOf: { '@type': 'Periodical', name: 'こころ' },
    offers: [{ availability: 'https://schema.org/InStoreOnly' }, {}],
  });
  const [first] = kokoro.copies;
  const lent = { ...kokoro, copies: first ? [{ ...first, place: 'onLoan' as const }] : [] };
  expect(schemaOrgOf(lent, setting)).toMatchObject({
    offers: [{ availability: 'https://schema.org/BackOrder' }],
  });
});

test('JSON in a script can’t end it', () => {
  const value = { name: '</script><!-- <script>\u2028&' };
  const written = jsonInScript(value);
  expect(written).not.toMatch(/[<>&\u2028]/);
  expect(JSON.parse(written)).toEqual(value);
});

test('a wait is said as people say it', () => {
  const said = (weeksFrom: number, weeksTo: number, language: 'ja' | 'en' = 'ja') =>
    waitWords({ weeksFrom, weeksTo }, sayIn(language));
  expect(said(0, 1)).toBe('およそ1週間以内');
  expect(said(0, 2)).toBe('およそ2週間以内');
  expect(said(3, 9)).toBe('およそ3〜9週間');
  expect(said(3, 9, 'en')).toBe('about 3 to 9 weeks');
  expect(said(30, 80)).toBe('およそ6〜19か月');
});
