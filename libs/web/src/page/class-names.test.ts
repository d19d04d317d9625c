import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '../../../..');
const webs = ['libs/web/src', 'services/patron-web/src', 'services/staff-web/src'];

/** Classes whose names are put together: `chip--${tone}`. */
const putTogether = /^(chip--|notice--|cover--|p-sheet--|[cp]\d$)/;

const files = webs.flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
    path.join(root, folder, name),
  ),
);
const read = (ending: RegExp) =>
  files.filter((name) => ending.test(name) && !/\.test\.|generated/.test(name));

test('a page asks for no look that no style sheet has', () => {
  const rules = new Set(
    read(/\.css$/).flatMap((name) =>
      Array.from(readFileSync(name, 'utf8').matchAll(/\.([a-z][\w-]*)/gi), ([, rule = '']) => rule),
    ),
  );
  const asked = read(/\.tsx$/).flatMap((name) =>
    Array.from(
      readFileSync(name, 'utf8').matchAll(/(?:class="|['"](?=btn ))([\w -]+)['"]/g),
      ([, text = '']) => text.split(' '),
    ).flat(),
  );
  expect(asked.length).toBeGreaterThan(500);
  expect(asked.filter((name) => !rules.has(name))).toEqual([]);
});

test('a style sheet says nothing of what is on no page', () => {
  const drawn = new Set(
    read(/\.(tsx?|js)$/).flatMap((name) => readFileSync(name, 'utf8').match(/[\w-]+/g) ?? []),
  );
  const sheets = read(/\.css$/);
  expect(sheets.length).toBeGreaterThan(3);
  for (const sheet of sheets) {
    const rules = readFileSync(sheet, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|url\([^)]*\)|"[^"]*"/g, '');
    const classes = new Set(Array.from(rules.matchAll(/\.([a-z][\w-]*)/gi), ([, name = '']) => name));
    const lost = [...classes].filter((name) => !drawn.has(name) && !putTogether.test(name));
    expect([path.relative(root, sheet), lost]).toEqual([path.relative(root, sheet), []]);
  }
});
