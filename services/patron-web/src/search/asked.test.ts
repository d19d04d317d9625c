import { expect, test } from '@jest/globals';
import { sayIn } from '@toshobin/web';
import fc from 'fast-check';
import { pagesShown } from '../pages/pager.tsx';
import { changed, fieldsOf, isQuestion, readAsked, searchPath } from './asked.ts';
import { conditionsOf, yearsName } from './conditions.ts';
import { readAdvanced } from './read-advanced.ts';

const ja = sayIn('ja');
const queryOf = (path: string) => Object.fromEntries(new URLSearchParams(path.split('?')[1] ?? ''));

test('what people write in a field is understood, in any width', () => {
  const typed = {
    q: '  夏目　漱石 ',
    ndc: '９１３.６',
    isbn: 'ISBN 978-4-00-310101-8',
    from: '１９０６年',
    to: '1990',
    kind: 'book',
    reservableOnly: 'true',
    page: '2',
  };
  const asked = readAsked(typed);
  expect(asked).toEqual({
    ...typed,
    q: '夏目　漱石',
    ndc: '913',
    isbn: '9784003101018',
    from: 1906,
    to: 1990,
    page: 2,
  });
  expect(readAsked({ isbn: '4-00-310101-x' }).isbn).toBe('400310101X');
});

test('nonsense in every field counts as not given', () => {
  const nonsense = {
    q: '\0\ud800',
    title: ['', 'x'],
    author: { $ne: 1 },
    ndc: '9134',
    isbn: '12345',
    from: 'たいしょう',
    to: '-5',
    kind: 'cassette',
    reservableOnly: 'yes',
    onShelfOnly: '1',
    order: 'random',
    page: '51',
  };
  expect(readAsked(nonsense)).toEqual({ q: '', page: 1 });
  expect(isQuestion(readAsked(nonsense))).toBe(false);
  expect(readAsked({ page: '0' }).page).toBe(1);
  expect(isQuestion(readAsked({ onShelfOnly: 'true', order: 'newest' }))).toBe(false);
  expect(isQuestion(readAsked({ kind: 'book' }))).toBe(true);
});

test('a text is cut after whole characters', () => {
  expect([...readAsked({ q: '𠮷'.repeat(300) }).q]).toHaveLength(200);
});

test('an address has only what is given, the default order and the first page left out', () => {
  const asked = readAsked({ page: '1', order: 'match', kind: 'book', title: '', q: '猫 & 犬' });
  expect(searchPath(asked)).toBe('/search?q=%E7%8C%AB+%26+%E7%8A%AC&kind=book');
  expect(searchPath({ ...asked, page: 3 })).toMatch(/&page=3$/);
  expect(searchPath(changed({ ...asked, page: 3 }, { kind: undefined }))).not.toMatch(/page|kind/);
  expect(searchPath(readAsked({}))).toBe('/search');
});

test('whatever was typed, its address is read again as the same search', () => {
  const anything = fc.dictionary(
    fc.constantFrom(
      'q',
      'title',
      'author',
      'publisher',
      'subject',
      'ndc',
      'isbn',
      'from',
      'to',
      'kind',
      'page',
      'order',
    ),
    fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.nat().map(String), fc.constant(undefined)),
  );
  fc.assert(
    fc.property(anything, (query) => {
      const asked = readAsked(query);
      expect(readAsked(queryOf(searchPath(asked)))).toEqual(asked);
      expect(searchPath(readAsked(queryOf(searchPath(asked))))).toBe(searchPath(asked));
    }),
  );
});

test('each condition has a name and can be taken off alone', () => {
  const asked = readAsked({
    ...{ q: '猫', title: '吾輩', author: '漱石', publisher: '岩波', ndc: '913', isbn: '9784003101018' },
    ...{ subject: '文芸' },
    ...{ from: '1980', to: '1989', kind: 'book', reservableOnly: 'true', onShelfOnly: 'true', page: '4' },
  });
  const conditions = conditionsOf(asked, '日本文学／小説・物語', ja);
  expect(conditions.map(({ value }) => value)).toEqual([
    '吾輩',
    '漱石',
    '岩波',
    '9784003101018',
    '文芸',
    '913 日本文学／小説・物語',
    '1980年から1989年',
    '図書',
    '予約できます',
    '県立図書館にあります',
  ]);
  for (const { without } of conditions) {
    expect(fieldsOf(without).length).toBeLessThan(fieldsOf(asked).length - 1);
    expect(without.q).toBe('猫');
  }
  expect([
    yearsName({ from: 1990 }, ja),
    yearsName({ to: 1950 }, ja),
    yearsName({ from: 7, to: 7 }, ja),
  ]).toEqual(['1990年以降', '1950年以前', '7年']);
  expect(conditionsOf(readAsked({ ndc: '4' }), undefined, sayIn('en'))[0]?.value).toBe('4 Natural sciences');
});

test('the advanced search names each mistake at its field and keeps what was typed', () => {
  const { typed, faults } = readAdvanced({ ndc: '文学', isbn: '123', from: 'むかし', title: '草枕' }, ja);
  expect(faults.map(({ name }) => name)).toEqual(['ndc', 'isbn', 'from']);
  expect(typed).toMatchObject({ ndc: '文学', isbn: '123', from: 'むかし', title: '草枕' });
  expect(readAdvanced({ from: '1990', to: '1980' }, ja).faults.map(({ name }) => name)).toEqual(['to']);
  expect(readAdvanced({ onShelfOnly: 'true' }, ja).faults.map(({ name }) => name)).toEqual(['q']);
  expect(readAdvanced({ kind: 'audiovisual' }, ja).faults).toEqual([]);
});

test('a pager shows the ends and what is near, and never leaves out a single page', () => {
  expect(pagesShown(1, 1)).toEqual([1]);
  expect(pagesShown(1, 4)).toEqual([1, 2, 3, 4]);
  expect(pagesShown(25, 50)).toEqual([1, undefined, 24, 25, 26, undefined, 50]);
  expect(pagesShown(4, 50)).toEqual([1, 2, 3, 4, 5, undefined, 50]);
});
