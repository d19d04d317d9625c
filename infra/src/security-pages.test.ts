import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from './services.ts';

// docs/security.md and docs/asvs.md: what is asked for, where it is done, and which test shows it.

const read = (page: string) => readFileSync(path.join(root, 'docs', page), 'utf8');
const requirements = read('asvs.md');

/** How the pages shorten paths (security.md, at its beginning). */
const shortened = {
  web: 'libs/web/src',
  pweb: 'services/patron-web/src',
  sweb: 'services/staff-web/src',
  patron: 'services/patron/src',
};

/** Of levels 1 and 2 of ASVS 5.0.0, in each section from 1 on; what is of level 3 comes after them. */
const inSection = {
  V1: [2, 9, 11, 3, 2],
  V2: [3, 3, 4, 1],
  V3: [0, 2, 4, 6, 5, 0, 2],
  V4: [3, 1, 2, 4],
  V5: [1, 3, 2, 3],
  V6: [3, 12, 4, 4, 5, 3, 0, 4],
  V7: [3, 4, 2, 5, 2, 2],
  V8: [2, 3, 1, 1],
  V9: [3, 4],
  V10: [2, 2, 4, 11, 5, 2, 3],
  V11: [2, 3, 3, 4, 1, 1],
  V12: [3, 2, 4],
  V13: [1, 5, 2, 5],
  V14: [2, 4, 3],
  V15: [3, 3, 7],
  V16: [1, 5, 4, 3, 3],
  V17: [1, 4, 2],
};

/** A row of asvs.md, by its columns. */
const rows = [...requirements.matchAll(/^\| (\d.*) \|$/gm)].map(([, row = '']) => {
  const [of = '', answer = '', reason = '', shownBy = ''] = row.split('|').map((cell) => cell.trim());
  return { of, answer, reason, shownBy };
});

test('each requirement of ASVS 5.0, levels 1 and 2, is answered once', () => {
  const asked = Object.entries(inSection).flatMap(([chapter, sections]) =>
    sections.flatMap((most, n) =>
      Array.from({ length: most }, (_, m) => `${chapter.slice(1)}.${n + 1}.${m + 1}`),
    ),
  );
  expect(asked).toHaveLength(253);
  const answered = rows.flatMap(({ of }) => of.split(',').flatMap(range));
  expect(answered.sort()).toEqual(asked.sort());
});

test.each(['security.md', 'asvs.md'])('every test that %s names is there', (page) => {
  const named = [...read(page).matchAll(/`([\w./-]+\.test\.tsx?)`/g)].map(([, file = '']) => file);
  expect(named.filter((file) => placeOf(file) === undefined)).toEqual([]);
});

test('each answer has where it is done or why not, and what is done a test or no more than a reason', () => {
  const faults = rows.flatMap(({ of, answer, reason, shownBy }) => {
    if (!['yes', 'part', 'no', 'theirs', '–'].includes(answer)) return [`${of}: answered with ${answer}`];
    if (reason === '' || reason === '–') return [`${of}: no reason`];
    const isShown = /^(?:long: )?`[\w./-]+\.test\.tsx?`/.test(shownBy) || shownBy === '–';
    return isShown || answer === '–' ? [] : [`${of}: neither a test nor –`];
  });
  expect(rows.length).toBeGreaterThan(100);
  expect(faults).toEqual([]);
});

test('a test that a row names by its sentence is in the file that the row names', () => {
  const faults = rows.flatMap(({ of, shownBy }) =>
    shownBy.split('; ').flatMap((named) => {
      const [sentence] = /"(.*)"/.exec(named)?.slice(1) ?? [];
      const files = [...named.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file);
      if (sentence === undefined) return [];
      const parts = sentence.split('…').map((part) => inPlainQuotes(part.trim()));
      return files
        .filter((file) => {
          const text = inPlainQuotes(readFileSync(path.join(root, placeOf(file) ?? ''), 'utf8'));
          return !parts.every((part) => text.includes(part));
        })
        .map((file) => `${of}: ${file} has no "${sentence}"`);
    }),
  );
  expect(faults).toEqual([]);
});

function inPlainQuotes(text: string): string {
  return text.replaceAll('’', "'");
}

/** Where a test is that is named by its short path. */
function placeOf(file: string): string | undefined {
  const [first = '', ...rest] = file.split('/');
  const folder = Object.entries(shortened).find(([short]) => short === first)?.[1];
  const places = [
    file,
    path.join('services', first, 'src', ...rest),
    path.join('libs', first, 'src', ...rest),
    ...(folder === undefined ? [] : [path.join(folder, ...rest)]),
  ];
  return places.find((place) => existsSync(path.join(root, place)));
}

/** `1.2.6–1.2.8`, or one. */
function range(text: string): string[] {
  const [first = '', last = first] = text.trim().split('–');
  const [chapter, section, from] = first.split('.');
  const to = last.split('.')[2];
  return Array.from(
    { length: Number(to) - Number(from) + 1 },
    (_, n) => `${chapter}.${section}.${Number(from) + n}`,
  );
}
