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
