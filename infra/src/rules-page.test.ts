import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { refusals } from '@toshobin/lending-rules';
import { root } from './services.ts';

// docs/rules.md: which rule is where.

const page = readFileSync(path.join(root, 'docs/rules.md'), 'utf8');
const paths = [...page.matchAll(/`([\w./-]+\.tsx?)`/g)].map(([, file = '']) => file);

test('every file that the page names is there', () => {
  const places = (file: string) => [file, path.join('libs/lending-rules/src', file)];
  const missing = paths.filter((file) => !places(file).some((place) => existsSync(path.join(root, place))));
  expect(missing).toEqual([]);
  expect(paths.length).toBeGreaterThan(60);
});

test.each(['docs/architecture.md', 'CONTRIBUTING.md'])('so is every file that %s names', (text) => {
  const sources = globSync('{libs,services,workflows,infra,system-tests}/**/*.{ts,tsx}', { cwd: root });
  const named = [...readFileSync(path.join(root, text), 'utf8').matchAll(/`([\w./-]+\.tsx?)`/g)];
  const missing = named.filter(([, file]) => !sources.some((source) => `/${source}`.endsWith(`/${file}`)));
  expect(missing.map(([, file]) => file)).toEqual([]);
  expect(named.length).toBeGreaterThan(20);
});

test('every link between the pages leads to a page, and to a heading of it', () => {
  const dead = globSync('{*.md,docs/**/*.md}', { cwd: root }).flatMap((from) =>
    [...readFileSync(path.join(root, from), 'utf8').matchAll(/\]\((?!https?:)([^)#\s]*)#?([^)\s]*)\)/g)]
      .filter(([, to = '', heading = '']) => {
        const file = path.join(root, to === '' ? from : path.join(path.dirname(from), to));
        return !existsSync(file) || (heading !== '' && !headingsOf(file).includes(heading));
      })
      .map(([link]) => `${from} ${link}`),
  );
  expect(dead).toEqual([]);
});

/** The headings of a page, as a link names them. */
function headingsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, text = '']) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test('every rule has a row with a test', () => {
  for (let rule = 1; rule <= 20; rule++) {
    const row = page.split('\n').find((line) => line.startsWith(`| R${rule} `));
    expect(row).toMatch(/\.test\.tsx?`/);
  }
});

test('every refusal is named', () => {
  expect(refusals.map(({ code }) => code).filter((code) => !page.includes(code))).toEqual([]);
});
